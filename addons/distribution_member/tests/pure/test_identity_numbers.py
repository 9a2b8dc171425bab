import doctest
from datetime import date
from unittest import TestCase

from stdnum.cn import ric, uscc

from ... import identity_numbers
from ...identity_numbers import credit_code, id_card, phone, signs

TODAY = date(2026, 11, 24)
CODE = "91350100M000100Y43"  # the example of GB 32100
CARD = "11010519491231002X"  # the example of GB 11643


class TestIdentityNumbers(TestCase):
    def test_examples_in_the_code_hold(self):
        for module in (credit_code, id_card, phone, signs):
            with self.subTest(module=module.__name__):
                self.assertEqual(doctest.testmod(module).failed, 0)

    def test_weights_are_those_of_the_standards(self):
        self.assertEqual(
            credit_code.WEIGHTS, (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
        )
        self.assertEqual(id_card.WEIGHTS, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))

    def test_check_sign_finds_every_single_wrong_sign_and_every_swap(self):
        for place in range(8, 17):
            for sign in set(credit_code.ALPHABET) - {CODE[place]}:
                wrong = CODE[:place] + sign + CODE[place + 1 :]
                self.assertEqual(identity_numbers.credit_code_error(wrong), "check", wrong)
        for place in range(2, 16):
            swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
            if swapped != CODE:
                self.assertIsNotNone(identity_numbers.credit_code_error(swapped), swapped)

    def test_card_check_sign_finds_every_single_wrong_digit(self):
        for place in range(14, 17):
            for sign in set("0123456789") - {CARD[place]}:
                wrong = CARD[:place] + sign + CARD[place + 1 :]
                self.assertEqual(identity_numbers.id_card_error(wrong, TODAY), "check", wrong)

    def test_numbers_are_judged_as_another_library_judges_them(self):
        for number in range(10_000, 10_200):
            body = f"91500112MA5{number}A"
            code = body + identity_numbers.credit_code_check_sign(body)
            self.assertTrue(uscc.is_valid(code), code)
            body = f"500112199003{number % 28 + 1:02d}{number % 1000:03d}"
            card = body + identity_numbers.id_card_check_sign(body)
            self.assertEqual(ric.calc_check_digit(card), card[-1])
            self.assertIsNone(identity_numbers.id_card_error(card, TODAY), card)

    def test_card_is_refused_when_its_day_is_none_or_to_come(self):
        for birthday in ("20260230", "20270101", "18991231", "00000000"):
            body = f"500112{birthday}001"
            card = body + identity_numbers.id_card_check_sign(body)
            with self.subTest(birthday=birthday):
                self.assertEqual(identity_numbers.id_card_error(card, TODAY), "birthday")

    def test_any_text_gets_an_answer(self):
        for text in ("", "\x00", "🏢" * 18, "٣" * 18, "x" * 1_000_000, "１" * 18, "\u202e" + CODE):
            with self.subTest(text=text[:20]):
                self.assertIsNotNone(identity_numbers.credit_code_error(text))
                self.assertIsNotNone(identity_numbers.id_card_error(text, TODAY))
                self.assertIsNotNone(identity_numbers.phone_error(text))

    def test_phone_is_the_same_however_it_is_written(self):
        for text in (
            "13812345678",
            "138 1234 5678",
            "+86-138-1234-5678",
            "００８６１３８１２３４５６７８",
        ):
            with self.subTest(text=text):
                self.assertEqual(identity_numbers.normalise_phone(text), "13812345678")
        for text in ("023-5555 0100", "(023)55550100", "+86 23 5555 0100", "02355550100 转 12"):
            with self.subTest(text=text):
                self.assertEqual(identity_numbers.normalise_phone(text), "02355550100")
