"""Headings and words of choices in traditional characters are the simplified ones; names stay as they are."""

_CHARACTERS = str.maketrans(
    "滿較極從經總願贊認無確說適絕對會還幾難優達瞭關個應該為參過標沒錯時爾謂評價觸開幫強歡當麼夠點別"
    "級權單稱編碼號備註屬質來據數計層準則負間區類額聚項績",
    "满较极从经总愿赞认无确说适绝对会还几难优达了关个应该为参过标没错时尔谓评价触开帮强欢当么够点别"
    "级权单称编码号备注属质来据数计层准则负间区类额聚项绩",
)


def simplified(text: str) -> str:
    """Return a text with the traditional characters that headings and answers are made of as simplified ones.

    Examples
    --------
    >>> simplified("一級指標權重"), simplified("非常滿意")
    ('一级指标权重', '非常满意')
    """
    return text.translate(_CHARACTERS)
