"""A read report as events."""

from vedette.coding.code import code
from vedette.coding.who import Resolver

__all__ = ["Resolver", "code"]
