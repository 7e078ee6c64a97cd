"""The browser itself: without Chinese letters every picture of a page would mislead."""

from playwright.sync_api import Page


def test_chinese_letters_have_glyphs_of_their_own(page: Page) -> None:
    page.set_content("<b id=a>出</b> <b id=b>图</b> <b id=c>出</b>")
    first, second, again = (page.locator(f"#{name}").screenshot() for name in "abc")
    assert first == again
    assert first != second  # boxes for missing glyphs would look alike
