"""Blueprint → Terraform files that a team can keep.

`write` prints one root, `write_blueprint` all of them. Pure: text in memory, no disk, no
Terraform. The stages are the files, each knowing only those before it:

    syntax     strings, keys, numbers, comments           layout    aligned lines, blocks
    values     one value as text                          fold      instances into `for_each`
    objects    one block per object or `for_each`         settings  providers, state, knobs, outputs
    files      chapters with banners and headers             custom    files written by hand
"""

from giban.hcl.custom import carried
from giban.hcl.defect import UnprintableError
from giban.hcl.files import write, write_blueprint

__all__ = ["UnprintableError", "carried", "write", "write_blueprint"]
