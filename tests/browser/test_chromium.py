"""The browser itself: without Chinese letters every picture of a page would mislead."""

from playwright.sync_api import Page


def test_chinese_letters_have_glyphs_of_their_own(page: Page) -> None:
    page.set_content(
        "".join(f"<p id={i} style='width:40px'>{t}" for i, t in zip("abc", "出图出", strict=True))
    )
    first, second, again = (page.locator(f"#{name}").screenshot() for name in "abc")
    assert first == again
    assert first != second  # boxes for missing glyphs would look alike
