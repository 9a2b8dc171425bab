"""Run SQL statements given as JSON on standard input; print the last one's rows as JSON.

Executed by the virtual environment's Python, which has psycopg2: so no `psql` program is needed.
"""

import json
import sys

import psycopg2


def main() -> None:
    """Run each statement in autocommit mode, because CREATE DATABASE refuses a transaction."""
    request = json.load(sys.stdin)
    try:
        connection = psycopg2.connect(**request["connection"])
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in request["statements"]:
                cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    except psycopg2.Error as error:
        sys.exit(str(error).strip())
    json.dump(rows, sys.stdout, default=str)


if __name__ == "__main__":
    main()
