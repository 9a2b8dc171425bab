from . import affected_mixin
