from . import distribution_document
