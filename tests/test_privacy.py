import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import Redacted, redact

# Put together here, so that no scanner takes them for real ones.
MIXED = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"
HEX = "0123456789abcdef" * 4
JWT = ".".join(("eyJ" + "hbGciOiJIUzI1NiJ9", "eyJ" + "zdWIiOiIxMjM0In0", MIXED))
KEY_LINES = "\n".join(("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7" + MIXED[:12], MIXED, "AbC1=="))
PRIVATE_KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{KEY_LINES}\n-----END RSA PRIVATE KEY-----"

TOKENS = (
    ("slack-token", "xox" + "b-123456789012-1234567890123-" + MIXED[:24]),
    ("slack-token", "xox" + "e.xoxp-1-" + MIXED),
    ("slack-token", "xap" + "p-1-A0123456789-1234567890123-" + HEX),
    ("discord-token", "MTE5" + "ODYyMjQ4MzQ3MTkyNTI0OA" + ".Gx1yZ2." + MIXED[:38]),
    ("github-token", "gh" + "p_" + MIXED[:36]),
    ("github-token", "github" + "_pat_" + MIXED[:22] + "_" + MIXED),
    ("gitlab-token", "gl" + "pat-" + MIXED[:20]),
    ("aws-key", "AK" + "IA" + "Q3EGRZXW7LM2TPVB"),
    ("google-key", "AI" + "za" + MIXED[:35]),
    ("google-key", "GOC" + "SPX-" + MIXED[:28]),
    ("openai-key", "s" + "k-" + MIXED),
    ("openai-key", "s" + "k-proj-" + MIXED + "_" + MIXED),
    ("anthropic-key", "s" + "k-ant-api03-" + MIXED),
    ("huggingface-token", "h" + "f_" + MIXED[:34]),
    ("npm-token", "np" + "m_" + MIXED[:36]),
    ("pypi-token", "py" + "pi-AgEIcHlwaS5vcmc" + MIXED),
    ("stripe-key", "s" + "k_live_" + MIXED[:24]),
    ("stripe-key", "whs" + "ec_" + MIXED[:32]),
    ("jwt", JWT),
    ("private-key", PRIVATE_KEY),
    ("private-key", PRIVATE_KEY.replace("\n", "\\n")),
    ("private-key", PRIVATE_KEY.replace("RSA ", "")),
    ("private-key", PRIVATE_KEY.replace("\n", "\n│ ")),
    ("private-key", PRIVATE_KEY.replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,1F\n\nM")),
)


@pytest.mark.parametrize(("kind", "token"), TOKENS)
@pytest.mark.parametrize(
    "around", ("%s", "error: bad credentials %s, retry", '{"key":"%s"}', "KEY=%s\nnext", "错误：%s。")
)
def test_a_token_is_known_by_its_form(kind: str, token: str, around: str) -> None:
    assert redact(around % token) == Redacted(around % f"[redacted:{kind}]", (kind,))


def test_webhook_addresses_are_secrets() -> None:
    slack = "https://hooks.slack.com/services/" + "T00000001/B00000001/" + MIXED[:24]
    discord = "https://discord.com/api/webhooks/" + "123456789012345678/" + MIXED
    redacted = redact(f"POST {slack} failed\nPOST {discord} failed")
    assert (
        redacted.text == "POST https://[redacted:slack-webhook] failed\nPOST https://[redacted:discord-webhook] failed"
    )
    assert redacted.kinds == ("discord-webhook", "slack-webhook")


def test_of_a_private_key_that_is_cut_off_what_is_there_is_blanked() -> None:
    cut = PRIVATE_KEY.partition("\n-----END")[0]
    assert redact(f"{cut}\n").text == "[redacted:private-key]\nAbC1==\n"
    assert redact("-----BEGIN PRIVATE KEY-----\nbad base64 decode").text == "[redacted:private-key]\nbad base64 decode"


def test_text_after_a_private_key_stays() -> None:
    assert redact(f"{PRIVATE_KEY}\nError: bad key").text == "[redacted:private-key]\nError: bad key"


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ("postgres://bot:hunter2@db:5432/x", "postgres://bot:[redacted:url-password]@db:5432/x"),
        ("redis://:hunter2@cache/0", "redis://:[redacted:url-password]@cache/0"),
        ("amqp://bot:p@ss@mq//", "amqp://bot:[redacted:url-password]@mq//"),
        ('DSN="mysql+pymysql://bot:correcthorse@db/x"', 'DSN="mysql+pymysql://bot:[redacted:url-password]@db/x"'),
        (
            "git clone https://ann:x-oauth@github.com/a/b",
            "git clone https://ann:[redacted:url-password]@github.com/a/b",
        ),
        ("Authorization: Bearer abc123def", "Authorization: Bearer [redacted:authorization]"),
        ("-H 'authorization: bearer abc123def'", "-H 'authorization: bearer [redacted:authorization]'"),
        ('{"Authorization": "Basic dXNlcjpwYXNz"}', '{"Authorization": "Basic [redacted:authorization]"}'),
        ("password=hunter2", "password=[redacted:password]"),
        ("password=mysecret1", "password=[redacted:password]"),
        ("password = 'hunter2'", "password = '[redacted:password]'"),
        ('{"password": "correcthorse"}', '{"password": "[redacted:password]"}'),
        (r"{\"password\":\"hunter2\",\"a\":1}", r"{\"password\":\"[redacted:password]\",\"a\":1}"),
        ("DB_PASSWORD: hunter2", "DB_PASSWORD: [redacted:password]"),
        ("POSTGRES_PASSWORD=correcthorse", "POSTGRES_PASSWORD=[redacted:password]"),
        ("Server=db;Pwd=hunter2;Database=x", "Server=db;Pwd=[redacted:password];Database=x"),
        ("connect(password='hunter2', port=1)", "connect(password='[redacted:password]', port=1)"),
        ("os.environ['PGPASSWORD'] = 'hunter2'", "os.environ['PGPASSWORD'] = '[redacted:password]'"),
        ("mysqldump --password hunter2 db", "mysqldump --password [redacted:password] db"),
        ("mysqldump --db-password=hunter2 db", "mysqldump --db-password=[redacted:password] db"),
        ("CREATE USER x IDENTIFIED BY 'hunter2';", "CREATE USER x IDENTIFIED BY '[redacted:password]';"),
        ("ALTER ROLE x WITH PASSWORD 'hunter2';", "ALTER ROLE x WITH PASSWORD '[redacted:password]';"),
        ("密码：hunter2，登录失败", "密码：[redacted:password]，登录失败"),
        ('password="hunter2', 'password="[redacted:password]'),
        (f"api_key: {MIXED}", "api_key: [redacted:secret]"),
        (f'"apiKey": "{MIXED}"', '"apiKey": "[redacted:secret]"'),
        (f"aws_secret_access_key = wJalr/{MIXED}+x", "aws_secret_access_key = [redacted:secret]"),
        (f"X-Api-Key: {MIXED}", "X-Api-Key: [redacted:secret]"),
        (f"GET /x?token={MIXED}&page=2", "GET /x?token=[redacted:secret]&page=2"),
        (f"Endpoint=sb://x/;SharedAccessKey={MIXED}=", "Endpoint=sb://x/;SharedAccessKey=[redacted:secret]"),
        ("client_secret=3fa85f64-5717-4562-b3fc-2c963f66afa6", "client_secret=[redacted:secret]"),
        (f"SECRET_KEY_BASE={HEX}", "SECRET_KEY_BASE=[redacted:secret]"),
        (f"cli --token {MIXED}", "cli --token [redacted:secret]"),
        (f"curl: Bearer {MIXED}", "curl: Bearer [redacted:secret]"),
        (f"token={MIXED * 20} end", "token=[redacted:secret] end"),
    ),
)
def test_a_value_is_known_by_what_stands_before_it(text: str, expected: str) -> None:
    kind = expected.partition("[redacted:")[2].partition("]")[0]
    assert redact(text) == Redacted(expected, (kind,))


@pytest.mark.parametrize(
    "text",
    (
        "",
        "HEAD is now at 4b825dc642cb6eb9a060e54bf8d69288fbee4904 Fix the build",
        "request 3fa85f64-5717-4562-b3fc-2c963f66afa6 failed",
        f"sha256:{HEX}  app.tar.gz",
        f"Digest mismatch: expected sha256:{HEX}",
        '"integrity": "sha512-' + MIXED * 2 + '=="',
        'FATAL:  password authentication failed for user "postgres"',
        "Access denied for user 'root'@'localhost' (using password: YES)",
        "Access denied for user 'root'@'localhost' (using password: NO)",
        "password=***",
        "password=********",
        "password: ••••••••",
        "password=xxxx... (masked)",
        "password=<your-password>",
        "password=${DB_PASSWORD}",
        "password: $DB_PASSWORD1",
        "password: {{ vault_password1 }}",
        "password: !vault |",
        "password=%(password1)s",
        "password=%s",
        "PASSWORD=%DB_PASSWORD1%",
        "API_KEY=$API_KEY",
        "API_KEY=your-api-key-goes-here-12345",
        "export OPENAI_API_KEY",
        "KeyError: 'OPENAI_API_KEY'",
        "The api_key client option must be set either by passing api_key to the client or by setting OPENAI_API_KEY",
        "ValueError: password: field required (type=value_error.missing)",
        '{"password": ["This field may not be blank."]}',
        '{"password": "required"}',
        '{"password": "must contain 8 characters"}',
        '{"password": "string?"}',
        "Could not load file or assembly 'Crypto, Version=1.8.1.0, Culture=neutral, PublicKeyToken=0e99375e54769942'",
        "connect(user=user, password=password, token=token)",
        "password=self.config.password2,",
        "password=hash_password2(raw)",
        "password: str = Field(min_length=8)",
        "password=None",
        "password = getpass.getpass()",
        "password: /run/secrets/db_password1",
        "POSTGRES_PASSWORD_FILE=/run/secrets/db1",
        "PWD=/home/user1/project",
        "PWD=/root",
        "SyntaxError: Unexpected token: punc (})",
        "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "JsonParseException: Unrecognized token 'abc123def456ghi789': was expecting",
        "tokenizer: bert-base-uncased-2024-01-01",
        "max_tokens: 4097, total_tokens=12345",
        'secret "default-token-7x9k2" not found',
        "secret: my-app-registry-credentials-v2024",
        "secretName: wildcard-example-com-tls-2024",
        "secret: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
        "token: https://auth.example.com/v2/token1",
        "token: 0x00007fff5fbff8d0",
        "private_key: /etc/ssl/private/server2024.key",
        "Authorization: Bearer $TOKEN",
        "Authorization: Bearer <token>",
        "Authorization: Bearer YOUR_TOKEN_1",
        "Authorization: Bearer token",
        'WWW-Authenticate: Bearer realm="api", error="invalid_token"',
        "apiGroup: rbac.authorization.k8s.io/v1beta1",
        "http://localhost:8080/@scope/pkg",
        "http://localhost:8080?next=a@b.example",
        "docker://alpine:3.19@sha256:" + HEX,
        "git@github.com:ann/repo.git",
        "https://user:***@pypi.example/simple",
        "https://${USER}:${PASS}@registry.example",
        "sk-toggleable__content-arrow sk-estimator-doc-link",
        "com.fasterxml.jackson.databind.exc.MismatchedInputException",
        "NoClassDefFoundErrorInModule.Loader.findClassInModuleOrParentLoader",
        "npm_config_registry npm_lifecycle_event",
        "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMIID\n-----END PUBLIC KEY-----",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2Jhcg ann@host",
        "eyJust a word.eyJust another.word",
        "password=[redacted:password] token: '[redacted:secret]' x://u:[redacted:url-password]@h",
        "[redacted:password]=hunter22",
    ),
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert redact(text) == Redacted(text, ())


def test_several_secrets_go_at_once() -> None:
    text = f"user=ann password=hunter2 token={TOKENS[4][1]} postgres://a:b2c3d4@h/x"
    expected = (
        "user=ann password=[redacted:password] token=[redacted:github-token] postgres://a:[redacted:url-password]@h/x"
    )
    assert redact(text) == Redacted(expected, ("github-token", "password", "url-password"))


def test_half_characters_do_not_disturb() -> None:
    assert redact("\ud800 password=hunter2 \udfff") == Redacted(
        "\ud800 password=[redacted:password] \udfff", ("password",)
    )


def test_a_secret_in_a_megabyte_of_text_is_found() -> None:
    noise = "2026-03-01T12:00:00Z INFO GET /users/42 200 12ms 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" * 5_000
    assert redact(f"{noise}password=hunter2\n{noise}").text == f"{noise}password=[redacted:password]\n{noise}"


@pytest.mark.parametrize(
    "piece", ("password=", "eyJ", "://a:", "-----BEGIN PRIVATE KEY-----", "token: '", "Bearer ", "A" * 64)
)
def test_text_made_to_be_slow_is_finished(piece: str) -> None:
    # Linear this takes no time; the square of it would take longer than any test may.
    text = piece * (60_000 // len(piece))
    assert redact(f"{text}\n; password=hunter2").text.endswith("; password=[redacted:password]")


PIECES = st.sampled_from(
    (
        *(token for _, token in TOKENS),
        *(
            "password",
            "token",
            "=",
            ": ",
            "'",
            '"',
            "\\",
            " ",
            "\n",
            "hunter2",
            MIXED,
            "://",
            "user:",
            "@",
            "[redacted:",
        ),
        *("]", "Authorization: ", "Bearer ", "--password ", "密码：", "\x00", "\ud800", "…", "**"),
    )
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    once = redact(text)
    assert redact(once.text) == Redacted(once.text, ())


@given(st.sampled_from(TOKENS), st.text(max_size=20), st.text(max_size=20))
def test_no_text_around_a_token_hides_it(token: tuple[str, str], before: str, after: str) -> None:
    assert token[1] not in redact(f"{before} {token[1]} {after}").text


@given(st.text())
def test_text_without_secrets_is_untouched(text: str) -> None:
    redacted = redact(text)
    assert redacted.kinds or redacted.text == text
