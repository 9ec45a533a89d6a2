"""What the provider says of each person; one of them it vouches for to somebody else."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator

from tests.provider.__main__ import PEOPLE


class Claims(OAuth2Validator):
    """Adds the address and whether it is confirmed."""

    oidc_claim_scope = {**OAuth2Validator.oidc_claim_scope, "email": "email", "email_verified": "email"}

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        address, confirmed = PEOPLE[request.user.username]
        return {"email": address, "email_verified": confirmed}

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> Any:
        said, until = super().get_id_token_dictionary(token, token_handler, request)
        if request.user.username == "another-audience":
            said["aud"] = "somebody-else"
        return said, until
