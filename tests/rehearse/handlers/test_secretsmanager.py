"""Secrets and their copies in other regions."""

from tests.rehearse.handlers.play import Play

TYPE = "aws_secretsmanager_secret"


def test_copies_follow(play: Play) -> None:
    """They are made, change their region, and go before the secret does."""
    tokyo = {"region": "ap-northeast-1", "kms_key_id": "arn:aws:kms:ap-northeast-1:1:key/a"}
    osaka = {"region": "ap-northeast-3", "kms_key_id": "arn:aws:kms:ap-northeast-3:1:key/b"}

    made = play.make(TYPE, name="copied", replica=[tokyo])

    assert ["ap-northeast-1"] == [one["region"] for one in made["replica"]]
    made = play.change(TYPE, made, name="copied", replica=[osaka])
    assert ["ap-northeast-3"] == [one["region"] for one in made["replica"]]
    play.drop(TYPE, made)
    assert play.read(TYPE, made) is None
