"""Columns of the room of text."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    # documents and words
    "document": Term("Document", "文档", "text"),
    "file": Term("File", "文件", "text"),
    "reason": Term("Reason", "原因", "text"),
    "same_as": Term("Same text as", "与其文本相同的文档", "text"),
    "text": Term("Text", "文本", "text"),
    "characters": Term("Characters", "字数", "count"),
    "documents": Term("Documents", "文档数", "count"),
    "word": Term("Word", "词语", "text"),
    "theme": Term("Theme", "主题", "text"),
    "language": Term("Language", "语言", "text"),
    "source": Term("Source", "来源", "text"),
    "body": Term("Issuing body", "发文机关", "text"),
    "count": Term("Count", "频次", "count"),
    "share": Term("Share of documents", "文档占比", "share"),
    "rate": Term("Per 1,000 characters", "每千字频次", "number", 2),
}
