from auditor.demo.account import Account


def test_repr_hides_both_fields() -> None:
    assert repr(Account("somebody", "something")) == "Account()"


def test_generated_accounts_differ() -> None:
    first, second = Account.generate(), Account.generate()
    assert first != second
    assert first.username != second.username
    assert first.password != second.password


def test_generated_account_needs_no_escaping_in_a_uri() -> None:
    account = Account.generate()
    text = account.username + account.password
    assert text.replace("-", "").replace("_", "").isalnum()
