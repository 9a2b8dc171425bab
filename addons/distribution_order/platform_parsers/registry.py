"""All platforms whose files are known."""

from .alibaba_1688 import ALIBABA_1688
from .douyin import DOUYIN
from .jd import JD
from .pinduoduo import PINDUODUO
from .taobao import TAOBAO

PLATFORMS = {platform.code: platform for platform in (TAOBAO, JD, PINDUODUO, DOUYIN, ALIBABA_1688)}
