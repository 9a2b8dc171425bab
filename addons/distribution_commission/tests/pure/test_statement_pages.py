import doctest
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...reports import statement_pages
from ...reports.statement_pages import Group, paginate

GROUPS = st.lists(st.integers(1, 30), max_size=12).map(
    lambda sizes: [
        Group(heading=n, lines=[(n, line) for line in range(size)]) for n, size in enumerate(sizes)
    ]
)


class TestStatementPages(TestCase):
    def test_examples_of_the_docstrings(self):
        self.assertEqual(doctest.testmod(statement_pages).failed, 0)

    @given(GROUPS, st.integers(0, 12), st.integers(5, 12), st.integers(0, 5))
    def test_every_line_stands_once_in_order_on_pages_that_hold_it(
        self, groups, first, other, foot
    ):
        pages = paginate(groups, first=first, other=other, foot=foot)
        blocks = [block for page in pages for block in page]
        self.assertEqual(
            [line for block in blocks for line in block.lines],
            [line for group in groups for line in group.lines],
        )
        for at, page in enumerate(pages):
            rows = sum(block.rows for block in page)
            rows += foot if at == len(pages) - 1 else 0
            self.assertLessEqual(rows, max(other, first) if at == 0 else other)
            self.assertTrue(all(block.lines for block in page), "a heading never stands alone")

    def test_a_document_on_two_pages_says_that_it_goes_on(self):
        pages = paginate([Group(heading="A", lines=range(5))], first=4, other=6, foot=1)
        self.assertEqual(
            [[block.is_continued for block in page] for page in pages], [[False], [True]]
        )

    def test_signatures_that_find_no_room_get_a_page_of_their_own(self):
        group = Group(heading="A", lines=range(5))
        self.assertEqual(len(paginate([group], first=9, other=9, foot=3)), 1)
        pages = paginate([group], first=9, other=9, foot=4)
        self.assertEqual([len(page) for page in pages], [1, 0])
