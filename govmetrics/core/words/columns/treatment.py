"""Columns of treatment."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "present": Term("Values present", "实有值数", "count"),
    "cells": Term("Values expected", "应有值数", "count"),
    "share": Term("Share", "占比", "share"),
    "enough": Term("Enough", "是否达标", "flag"),
    "dropped": Term("Left out", "是否剔除", "flag"),
}
