import threading
import time

import pytest

from ...clients.login_memory import LoginMemory
from . import fixtures
from .answers import login
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
settings = fixtures.settings
pauses = fixtures.pauses
make_client = fixtures.make_client
client = fixtures.client

QUERY = "ExecuteBillQuery"


def read(client):
    return client.read("BD_MATERIAL", ["FNumber"])


def test_client_refuses_a_second_thread_at_the_same_time(erp, client):
    erp.script(QUERY, Play([], seconds=0.5))
    first = threading.Thread(target=read, args=[client])
    first.start()
    while not erp.calls:
        time.sleep(0.01)
    with pytest.raises(RuntimeError, match="one per thread"):
        read(client)
    first.join()
    assert len(erp.calls) == 1


def test_clients_of_several_threads_share_a_memory(erp, make_client):
    memory = LoginMemory()
    erp.script("ValidateUser", login("sid-1"))
    erp.script(QUERY, [["a"]])
    results = []

    def work():
        with make_client(memory, login="password") as client:
            results.extend(read(client) for _call in range(5))

    threads = [threading.Thread(target=work) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[("a",)]] * 20
