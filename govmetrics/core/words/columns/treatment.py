"""Columns of treatment."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "present": Term("Values present", "实有值数", "count"),
    "cells": Term("Values expected", "应有值数", "count"),
    "share": Term("Share", "占比", "share"),
    "enough": Term("Enough", "是否达标", "flag"),
    "dropped": Term("Left out", "是否剔除", "flag"),
    "verdict": Term("Against the mean", "与均值插补相比", "word"),
    "rmse": Term("Root mean square error", "均方根误差", "number", 3),
    "mae": Term("Mean absolute error", "平均绝对误差", "number", 3),
    "bias": Term("Mean error", "平均误差", "number", 3),
    "saved": Term("Squared error saved", "平方误差减少比例", "share"),
    "difference": Term("Squared error beside the mean's", "平方误差之差", "number", 3),
    "lower": Term("Lower bound", "差值下限", "number", 3),
    "upper": Term("Upper bound", "差值上限", "number", 3),
}
