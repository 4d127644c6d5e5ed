"""giban turns one short manifest of a web system into the AWS platform it needs.

    giban.yaml ─ manifest ─▶ Manifest ─ system ─▶ System ─ compile ─▶ Blueprint ─┬─ hcl ──▶ text
                 as written              complete,           what AWS gets       └─ rehearse
                                         one environment

What each package reads, returns, and must never do:

    values      small values everything is written in; imports nothing of ours
    errors      every failure, in one tree; each says what to do
    blueprint   how a Terraform type is declared, and the frozen graph of resources
    catalogue   what is true of AWS: a class for each Terraform type; decides nothing
    manifest    text → what the author wrote, with its place; fills in nothing (YAML only here)
    system      manifest → one complete environment; the only place with defaults
    compile     system → Blueprint; decides what AWS gets; pure, no disk, no network
    hcl         Blueprint → Terraform text; decides nothing but how it is written
    diagram     Blueprint → Scene → Layout → Drawing → SVG and other forms; decides nothing
    pricing     Blueprint → Bill, with a price book of its own; no network, no clock
    permissions Stack → the IAM policies that whoever applies it needs, and no more
    contract    Blueprints → who hands out which SSM parameter, who reads it, what is missing
    policy      Blueprint → Findings by rules that yield every violation; waivers; reports
    planned     Terraform's plan JSON, of any root → Blueprint; what it cannot say it names
    saving      System, Bill → measures that make it smaller, priced by what they really change
    operate     the real AWS account; so far its price list
    history     what git says a file was; runs git, and changes nothing
    rehearse    runs Terraform against a stand-in for the AWS provider and a local AWS; never
                leaves this machine
    cli         click commands: composition, words on the screen, exit codes

Imports go downward only, checked by import-linter. Only `rehearse` and `operate` change the world.
"""

__version__ = "0.1.0"
