"""Reference for the signed documents of the roster: what is signed, what is hashed, what follows what.

  python3 roster_format.py > vectors.json     writes the test vectors (needs the package `cryptography`)

Knows nothing of the C++: fields are encoded by hand as proto/cledi/federation/v1/roster.proto numbers them.
"""
import hashlib, json
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

sha256 = lambda b: hashlib.sha256(b).digest()


# ---- protobuf ----------------------------------------------------------------------------------------------------

def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])

def number(field, n):
    return varint(field << 3) + varint(n) if n else b""

def data(field, b):
    return varint(field << 3 | 2) + varint(len(b)) + b if b else b""

def text(field, s):
    return data(field, s.encode())


# ---- signatures --------------------------------------------------------------------------------------------------

def signed_bytes(kind, body):
    """What every signature that is not a note's covers."""
    return b"cledi/" + kind.encode() + b"/v1\0" + body

def key(name):
    return Ed25519PrivateKey.from_private_bytes(sha256(b"cledi roster vectors 1 " + name.encode()))

def public(k):
    return k.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

def signature(kind, body, k):
    return data(1, public(k)) + data(2, k.sign(signed_bytes(kind, body)))

def signed(kind, body, keys):
    """SignedTrustRoot and SignedRosterUpdate: the bytes as they were signed, then the signatures."""
    return data(1, body) + b"".join(data(2, signature(kind, body, k)) for k in keys)


# ---- the vectors -------------------------------------------------------------------------------------------------

roster_key = key("roster")
recovery = [key("recovery %d" % i) for i in range(3)]
federation_id = sha256(b"cledi roster vectors 1 federation")[:16]
CREATED = 1790000000000

trust_root = (
    number(1, 1) + text(2, "cledi.example") + data(3, federation_id) + data(4, public(roster_key))
    + data(5, b"stands for a certificate") + b"".join(data(6, public(k)) for k in recovery)
    + text(7, "it-bicocca") + number(8, CREATED) + text(9, "Vectors"))

def member(node_id, country, log_key, incarnation=0):
    return (text(1, node_id) + number(2, incarnation) + text(3, "Institution " + node_id) + text(4, country)
            + number(5, 1) + data(6, public(log_key)) + text(7, "localhost:8443") + text(8, "https://" + node_id + ".example"))

def update(n, previous, change):
    return number(1, n) + data(2, previous) + data(3, change) + number(4, CREATED + n)

def log_id(node_id, space, incarnation=0):
    space_id = sha256(b"cledi/space/v1\0" + space.encode())[:16]
    return sha256(b"cledi/log/v1\0" + federation_id + incarnation.to_bytes(4, "little") + space_id + node_id.encode())[:16]

cut = data(1, log_id("es-granada", "commons")) + data(2, data(1, b"t" * 16) + number(2, 300) + data(3, b"r" * 32))
changes = [
    data(1, member("it-bicocca", "IT", key("log it-bicocca"))),                          # admit
    data(1, member("es-granada", "ES", key("log es-granada"))),
    data(3, text(1, "es-granada") + text(2, "laptop stolen") + data(3, cut)),            # remove
    data(1, member("es-granada", "ES", key("log es-granada 1"), incarnation=1)),         # back, with another key
]
updates, head = [], sha256(trust_root)
for n, change in enumerate(changes, 1):
    updates.append(update(n, head, change))
    head = sha256(updates[-1])

print(json.dumps({
    "about": "Made by roster_format.py; hex unless a text. Keys here are for tests only.",
    "trust_root": {"hash": sha256(trust_root).hex(), "signed_form": signed("trust-root", trust_root, recovery[:2]).hex()},
    "updates": [{"hash": sha256(u).hex(), "signed_form": signed("roster-update", u, [roster_key]).hex()} for u in updates],
    "members": {"it-bicocca": public(key("log it-bicocca")).hex(), "es-granada": public(key("log es-granada 1")).hex()},
    "cut": {"log_id": log_id("es-granada", "commons").hex(), "size": 300},
}, indent=1))
