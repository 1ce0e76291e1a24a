#!/usr/bin/env python3
"""核验责链案卷文件（zelian-dossier 第1、2版）：不联网，不信任何服务器。

The second, independent verifier of Zelian's dossiers. It shares no code with the first one: it is written from docs/dossier-format.md and the
specifications named there, needs Python 3.8 or newer and nothing but its standard library.

用法 usage: verify_dossier.py FILE [--key VKEY]... [--witness VKEY]... [--auditor VKEY]... [--policy FILE] [--checkpoint FILE]
                             [--event ID] [--leaf HEX] [--json]
--event, --leaf: 登记回执上的事件编号和内容指纹，查明该事件在案卷中的序号 what a receipt states, to be found in the dossier
退出码 exit code: 0 通过 holds, 1 不通过 fails, 2 用法错误 wrong usage
"""
import argparse
import base64
import hashlib
import hmac
import json
import re
import sys

BYTES_MAX = 64 * 1024 * 1024
SAFE = 2 ** 53 - 1
DEPTH_MAX = 64
SUBJECTS_MAX = 4096
ZERO = bytes(32)
HEX64 = re.compile(r"[0-9a-f]{64}")
SUBJECT = re.compile(r"[a-z]+-[0-9a-z]{4,40}")
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")

CHECKS = [
    ("format", "文件符合案卷格式，写法唯一", "the file is a dossier of a known version, written in the only way"),
    ("digest", "文件自身指纹一致（只防损坏，不防造假）", "the file's own digest agrees (against damage, not against forgery)"),
    ("checkpoint", "检查点由账本密钥签名", "the checkpoint is signed by the log's key"),
    ("witnesses", "所要求的见证签名齐全", "every cosignature that you asked for stands on the checkpoint"),
    ("held-checkpoint", "与您所持的检查点一致", "agrees with the checkpoint that you hold"),
    ("index", "索引事件在账本之内，写明覆盖范围", "the index event lies in the log and says what it covers"),
    ("positions", "各事件序号递增，均在覆盖范围之内", "positions ascend, all within what is covered"),
    ("inclusion", "每一事件的原文都在检查点所签的账本之中", "the bytes of every event are in the log that the checkpoint signs"),
    ("events", "每一事件都写法唯一、编号不重、确与该对象有关", "every event is written in the only way, has an id of its own and is about the subject"),
    ("completeness", "该对象在覆盖范围内的事件一件不缺", "no event about the subject is missing within what is covered"),
    ("private-values", "公开的私密内容与事件中的承诺一致", "revealed private values open their commitments"),
    ("clauses", "所附条款原文与事件所引的指纹一致", "the texts of clauses are those that the events cite by hash"),
    ("evidence", "所列证据指纹与事件所引的一致", "the hashes of evidence are those that the events cite"),
    ("stated", "文件自述的件数、范围和联署情况属实", "what the file states of figures and cosignatures is so"),
]
ASSURANCE = {
    "L0": "保证程度L0：“一件不缺”是账本管理方签名并入账的声明；若不实，持有被隐瞒事件的人可以举证",
    "L1": "保证程度L1：“一件不缺”由独立审计方逐件重算并签名确认",
}
ANCHOR = {
    "none": "未提供可信密钥或检查点：以上只说明文件自身前后一致，密钥由文件自称",
    "key": "账本密钥由核验人提供",
    "checkpoint": "检查点由核验人提供",
    "cosigner": "检查点有核验人所信的见证方或审计方签名",
}
# role, list of the file, what it is called
ROLES = [("log", "log", "账本"), ("witness", "witnesses", "见证方"), ("auditor", "auditors", "审计方")]
BROUGHT = {"file": "仅由文件自称，未经核验人确认", "reader": "核验人提供", "both": "核验人提供，文件亦列"}
NO_KEYS = {"log": [], "witnesses": [], "auditors": []}


class Failed(Exception):
    def __init__(self, check, code, position=None, missing=None):
        super().__init__(check, code)
        self.check, self.code, self.position, self.missing = check, code, position, missing


def must(condition, check, code, position=None):
    if not condition:
        raise Failed(check, code, position)


# ---- canonical JSON (RFC 8785), for texts, whole numbers, true, false, null, lists and objects ----

def no_duplicates(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def refuse(text):
    raise ValueError("not a whole number: " + text)


def utf16(text):
    return text.encode("utf-16-be")


QUOTE = json.encoder.py_encode_basestring


def canonical(value, depth=0):
    if depth > DEPTH_MAX:
        raise ValueError("too deep")
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if isinstance(value, int):
        if abs(value) > SAFE:
            raise ValueError("unsafe number")
        return str(value)
    if isinstance(value, str):
        return QUOTE(value)
    if isinstance(value, list):
        return "[" + ",".join([canonical(item, depth + 1) for item in value]) + "]"
    return "{" + ",".join([QUOTE(key) + ":" + canonical(value[key], depth + 1) for key in sorted(value, key=utf16)]) + "}"


def read_canonical(raw, end=""):
    """The document, only if these bytes are the one way to write it."""
    text = raw.decode("utf-8")
    value = json.loads(text, object_pairs_hook=no_duplicates, parse_float=refuse, parse_constant=refuse)
    written = canonical(value) + end
    written.encode("utf-8")  # a lone surrogate has no UTF-8
    if written != text:
        raise ValueError("not canonical")
    return value


BAD_JSON = (ValueError, RecursionError)


# ---- hashes ----

def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def u64(number):
    return number.to_bytes(8, "big")


def split(size):
    """The largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of_many(leaves, size, path):
    """leaves: [(position, hash)] ascending. None unless all hashes are used and enough."""
    hashes = iter(path)
    state = {"next": 0}

    def walk(start, end):
        at = state["next"]
        if at == len(leaves) or leaves[at][0] >= end:
            return next(hashes, None)
        if end - start == 1:
            state["next"] += 1
            return leaves[at][1]
        middle = start + split(end - start)
        left = walk(start, middle)
        right = None if left is None else walk(middle, end)
        return None if right is None else node_hash(left, right)

    root = walk(0, size)
    return root if next(hashes, None) is None else None


def is_consistent(old_size, old_root, size, root, path):
    """RFC 9162, section 2.1.4.2."""
    if old_size == size:
        return not path and old_root == root
    if old_size == 0:
        return not path and old_root == sha256(b"")
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    first, last = old_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            before, after = node_hash(hash_, before), node_hash(hash_, after)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, hash_)
        first, last = first >> 1, last >> 1
    return last == 0 and before == old_root and after == root


# ---- the map of subjects ----

def bit(data, at):
    return (data[at >> 3] >> (7 - (at & 7))) & 1


def shared_bits(a, b):
    differ = int.from_bytes(a, "big") ^ int.from_bytes(b, "big")
    return 256 - differ.bit_length()


def map_leaf(key, count, head):
    return sha256(b"\x20" + key + u64(count) + head)


def map_node(left, right):
    return ZERO if left == ZERO and right == ZERO else sha256(b"\x21" + left + right)


def read_subject_proof(data):
    """(depth, bitmap, siblings, other or None), canonical only."""
    if len(data) < 3 or data[0] > 1:
        raise ValueError("subject proof")
    depth = data[1] * 256 + data[2]
    start = 3 + (depth + 7) // 8
    end = len(data) - (72 if data[0] == 1 else 0)
    if depth > 256 or end < start or (end - start) % 32:
        raise ValueError("subject proof")
    bitmap = data[3:start]
    siblings = [data[at:at + 32] for at in range(start, end, 32)]
    there = [at for at in range(len(bitmap) * 8) if bit(bitmap, at)]
    if len(there) != len(siblings) or any(at >= depth for at in there) or ZERO in siblings:
        raise ValueError("subject proof")
    other = None
    if data[0] == 1:
        other = (data[end:end + 32], int.from_bytes(data[end + 32:end + 40], "big"), data[end + 40:])
        if not 0 < other[1] <= SAFE:
            raise ValueError("subject proof")
    return depth, bitmap, siblings, other


def map_root(key, entries, proof):
    """entries: [(position, leaf hash)]; none = absence. None when the proof is not the canonical one."""
    depth, bitmap, siblings, other = proof
    top = 32 if entries or other else 0
    if depth != top and not (depth > top and bit(bitmap, depth - 1)):
        return None
    if entries:
        if other:
            return None
        head = key
        for position, leaf in entries:
            head = sha256(b"\x22" + head + u64(position) + leaf)
        node = map_leaf(key, len(entries), head)
    elif other:
        if not depth <= shared_bits(other[0], key) < 256:
            return None
        node = map_leaf(*other)
    else:
        node = ZERO
    rest = iter(siblings)
    for level in range(depth, 0, -1):
        sibling = next(rest) if bit(bitmap, level - 1) else ZERO
        node = map_node(sibling, node) if bit(key, level - 1) else map_node(node, sibling)
    return node


# ---- Ed25519 (RFC 8032) ----

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def ed_add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = ed_add(result, point)
        point = ed_add(point, point)
        number >>= 1
    return result


def ed_point(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2 ** 255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


ED_BASE = ed_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verify(key, message, signature):
    point = ed_point(key)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or point is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    x, y, z, t = point
    x, y, z, _ = ed_add(ed_multiply(s, ED_BASE), ed_multiply(k, (P - x, y, z, P - t)))
    inverse = pow(z, P - 2, P)
    encoded = (y * inverse % P) | ((x * inverse % P & 1) << 255)
    return encoded.to_bytes(32, "little") == signature[:32]


# ---- SM3 (GB/T 32905) and SM2 (GB/T 32918) ----

def rotl(x, n):
    n %= 32
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


SM3_T = [rotl(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64)]


def sm3(data):
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + u64(len(data) * 8)
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[at:at + 4], "big") for at in range(start, start + 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15)
            w.append(x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            ss1 = rotl((rotl(a, 12) + e + SM3_T[j]) & 0xFFFFFFFF, 7)
            ss2 = ss1 ^ rotl(a, 12)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & 0xFFFFFFFF & g)
            tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, rotl(b, 9), c
            e, f, g, h = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17), e, rotl(f, 19), g
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(word.to_bytes(4, "big") for word in state)


SM_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM_A = SM_P - 3
SM_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM_G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7, 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
SM_ID = b"1234567812345678"


def sm_double(point):
    x, y, z = point
    if z == 0 or y == 0:
        return 0, 1, 0
    s = 4 * x * y * y % SM_P
    z2 = z * z % SM_P
    m = 3 * (x - z2) * (x + z2) % SM_P
    x3 = (m * m - 2 * s) % SM_P
    return x3, (m * (s - x3) - 8 * y ** 4) % SM_P, 2 * y * z % SM_P


def sm_add(a, b):
    if a[2] == 0:
        return b
    if b[2] == 0:
        return a
    z1, z2 = a[2] * a[2] % SM_P, b[2] * b[2] % SM_P
    u1, u2 = a[0] * z2 % SM_P, b[0] * z1 % SM_P
    s1, s2 = a[1] * z2 * b[2] % SM_P, b[1] * z1 * a[2] % SM_P
    if u1 == u2:
        return sm_double(a) if s1 == s2 else (0, 1, 0)
    h, r = (u2 - u1) % SM_P, (s2 - s1) % SM_P
    h2 = h * h % SM_P
    h3, v = h * h2 % SM_P, u1 * h2 % SM_P
    x3 = (r * r - h3 - 2 * v) % SM_P
    return x3, (r * (v - x3) - s1 * h3) % SM_P, h * a[2] * b[2] % SM_P


def sm_multiply(number, point):
    result, addend = (0, 1, 0), (point[0], point[1], 1)
    while number:
        if number & 1:
            result = sm_add(result, addend)
        addend = sm_double(addend)
        number >>= 1
    return result


def sm2_verify(key, message, signature):
    if len(key) != 65 or key[0] != 4 or len(signature) != 64:
        return False
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if max(x, y) >= SM_P or (y * y - x ** 3 - SM_A * x - SM_B) % SM_P or not 0 < r < SM_N or not 0 < s < SM_N:
        return False
    constants = b"".join(number.to_bytes(32, "big") for number in (SM_A, SM_B) + SM_G)
    identity = sm3((len(SM_ID) * 8).to_bytes(2, "big") + SM_ID + constants + key[1:])
    e = int.from_bytes(sm3(identity + message), "big")
    t = (r + s) % SM_N
    if t == 0:
        return False
    px, _, pz = sm_add(sm_multiply(s, SM_G), sm_multiply(t, (x, y)))
    if pz == 0:
        return False
    return (e + px * pow(pz, 2 * (SM_P - 2), SM_P) % SM_P) % SM_N == r


# ---- notes, keys, checkpoints ----

# type bytes, is it a cosignature, length of the key, how it is verified
SUITES = [
    (b"\x01", False, 32, ed25519_verify),
    (b"\x04", True, 32, ed25519_verify),
    (b"\xffzelian/sm2-sm3\n", False, 65, sm2_verify),
    (b"\xffzelian/sm2-sm3-cosignature\n", True, 65, sm2_verify),
]
NOT_IN_NAMES = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]")


def from_base64(text):
    if not BASE64.fullmatch(text):
        raise ValueError("base64")
    data = base64.b64decode(text)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64")
    return data


def read_key(text):
    """{name, id, timed, key, verify} of a verifier key."""
    found = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(.+)", text, re.S)
    if not found:
        raise ValueError("verifier key")
    name, id_, material = found.group(1), found.group(2), from_base64(found.group(3))
    for type_, timed, length, verify in SUITES:
        if material.startswith(type_) and len(material) == len(type_) + length:
            break
    else:
        raise ValueError("signature type")
    if NOT_IN_NAMES.search(name) or sha256(name.encode() + b"\n" + material)[:4].hex() != id_:
        raise ValueError("key id")
    return {"name": name, "id": id_, "timed": timed, "key": material[len(type_):], "verify": verify}


def read_note(whole):
    """(text, [(name, id, signature bytes)])"""
    if len(utf16(whole)) > 2000000 or re.search("[\x00-\x09\x0b-\x1f]", whole):
        raise ValueError("note")
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n"):
        raise ValueError("note")
    lines = whole[at + 2:].split("\n")[:-1]
    if not 0 < len(lines) <= 64:
        raise ValueError("note")
    signatures = []
    for line in lines:
        parts = line[2:].split(" ")
        if not line.startswith("— ") or len(parts) != 2 or not parts[0] or NOT_IN_NAMES.search(parts[0]):
            raise ValueError("signature line")
        data = from_base64(parts[1])
        if len(data) <= 4:
            raise ValueError("signature line")
        signatures.append((parts[0], data[:4].hex(), data[4:]))
    return whole[:at + 1], signatures


def read_checkpoint(text):
    """(origin, size, root)"""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or lines[-1] != "" or "" in lines[3:-1] or not re.fullmatch(r"0|[1-9][0-9]*", lines[1], re.A):
        raise ValueError("checkpoint")
    size, root = int(lines[1]), from_base64(lines[2])
    if size > SAFE or len(root) != 32:
        raise ValueError("checkpoint")
    return lines[0], size, root


def is_signed(text, key, data):
    message = text.encode()
    if key["timed"]:
        time, data = int.from_bytes(data[:8], "big"), data[8:]
        if time > SAFE:
            return False
        message = b"cosignature/v1\ntime %d\n" % time + message
    return len(data) == 64 and key["verify"](key["key"], message, data)


def read_held(text):
    """A checkpoint that the reader holds: the note, or its three lines."""
    plain = text.replace("\r\n", "\n").strip()
    if "\n\n" in plain:
        return read_checkpoint(read_note(plain + "\n")[0])
    if plain.count("\n") != 2:
        raise ValueError("checkpoint")
    return read_checkpoint(plain + "\n")


# ---- policy files (c2sp.org/tlog-policy) ----

# Of all controls a line may have the tab alone.
CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


class Policy:
    """Whom a reader believes. `quorum`: a witness's name, or (how many, of which)."""

    def __init__(self):
        self.logs, self.witnesses, self.named, self.members, self.quorum = [], {}, {"none": (0, [])}, set(), None

    def defined(self, name):
        if name not in self.named:
            raise ValueError("%s is not defined above" % name)
        return self.named[name]

    def define(self, name, quorum):
        if name in self.named:
            raise ValueError("%s is there already" % name)
        self.named[name] = quorum

    def log(self, vkey, url=None):
        self.logs.append(new_key(self.logs, vkey, url, timed=False))

    def witness(self, name, vkey, url=None):
        key = new_key(self.witnesses.values(), vkey, url, timed=True)
        self.define(name, name)
        self.witnesses[name] = key

    def group(self, name, threshold, first, *others):
        members = []
        for member in (first,) + others:
            if member == "none" or member in self.members:
                raise ValueError("%s cannot be a member here" % member)
            self.members.add(member)
            members.append(self.defined(member))
        needs = {"any": 1, "all": len(members)}.get(threshold)
        if needs is None:
            if not re.fullmatch(r"[1-9][0-9]*", threshold, re.A) or int(threshold) > len(members):
                raise ValueError("%s of %d members" % (threshold, len(members)))
            needs = int(threshold)
        self.define(name, (needs, members))

    def set_quorum(self, name):
        if self.quorum is not None:
            raise ValueError("a second quorum line")
        self.quorum = self.defined(name)


POLICY_LINES = {"log": Policy.log, "witness": Policy.witness, "group": Policy.group, "quorum": Policy.set_quorum}


def new_key(among, vkey, url, timed):
    key = read_key(vkey)
    if key["timed"] != timed or any(one["key"] == key["key"] for one in among):
        raise ValueError("another kind of key, or the same key twice")
    if url is not None and not re.match(r"https?://[^/?#\s]", url, re.I):
        raise ValueError("not an HTTP address")
    return dict(key, text=vkey)


def read_policy(data):
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise ValueError("policy: the last line has no newline")
    policy = Policy()
    for number, line in enumerate(lines, 1):
        items = [item.decode("utf-8", "replace") for item in re.split(rb"[ \t]+", line) if item]
        try:
            if CONTROLS.search(line):
                raise ValueError("a control character")
            if not items or items[0].startswith("#"):
                continue
            if items[0] not in POLICY_LINES:
                raise ValueError("no line begins with %s" % items[0])
            POLICY_LINES[items[0]](policy, *items[1:])
        except TypeError:
            raise ValueError("policy, line %d: too few words, or too many" % number)
        except ValueError as error:
            raise ValueError("policy, line %d: %s" % (number, error))
    if policy.quorum is None:
        raise ValueError("policy: there is no quorum line")
    return policy


def is_met(quorum, cosigned):
    return quorum in cosigned if is_text(quorum) else sum(is_met(one, cosigned) for one in quorum[1]) >= quorum[0]


def counted_in(quorum):
    return [quorum] if is_text(quorum) else [name for one in quorum[1] for name in counted_in(one)]


# ---- the file ----

def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= SAFE


def is_text(value):
    return isinstance(value, str)


def is_hex(value):
    return is_text(value) and bool(HEX64.fullmatch(value))


def is_bytes(value):
    if not is_text(value):
        return False
    try:
        from_base64(value)
        return True
    except ValueError:
        return False


def is_hash(value):
    return is_bytes(value) and len(value) == 44 and value.endswith("=") and not value.endswith("==")


def list_of(is_one, most):
    return lambda value: isinstance(value, list) and len(value) <= most and all(is_one(item) for item in value)


def shaped(optional=None, **members):
    optional = optional or {}

    def fits(value):
        if not isinstance(value, dict) or any(name not in value for name in members):
            return False
        return all(members[name](inner) if name in members else name in optional and optional[name](inner) for name, inner in value.items())

    return fits


def is_subject_proof(value):
    try:
        read_subject_proof(from_base64(value) if is_text(value) else b"")
        return True
    except ValueError:
        return False


PLACED = shaped(position=is_count, bytes=is_bytes)
REVEALED = shaped(commitment=is_hex, eventId=is_text, field=is_text, salt=is_hex, value=is_text)
WITHHELD = shaped(commitment=is_hex, withheld=is_text)
KEYS = list_of(is_text, 64)
MANY = 1000000
IS_DOSSIER = shaped(
    format=lambda value: value == "zelian-dossier",
    version=lambda value: value in (1, 2) and value is not True,
    subject=lambda value: is_text(value) and bool(SUBJECT.fullmatch(value)),
    checkpoint=is_text,
    earlier=list_of(shaped(size=is_count, root=is_hash, path=list_of(is_hash, 256)), 64),
    keys=shaped(log=KEYS, witnesses=KEYS, auditors=KEYS),
    index=PLACED,
    events=list_of(PLACED, 100000),
    multiproof=list_of(is_hash, MANY),
    subjectProof=is_subject_proof,
    privateValues=list_of(lambda value: REVEALED(value) or WITHHELD(value), MANY),
    clauses=list_of(shaped({"text": is_text}, bookId=is_text, bookVersion=is_count, clauseId=is_text, clauseHash=is_hex), MANY),
    evidence=list_of(shaped(position=is_count, sha256=is_hex, sizeBytes=is_count, mediaType=is_text), MANY),
    stated=shaped(covers=is_count, count=is_count, after=is_count, assurance=lambda value: value in ("L0", "L1")),
    exported=shaped(at=is_text, by=is_text),
    labels=lambda value: isinstance(value, dict) and all(is_text(name) for name in value.values()),
    digest=is_hex,
)


def read_dossier(data):
    must(len(data) <= BYTES_MAX, "format", "dossier.too-large")
    try:
        dossier = read_canonical(data, "\n")
    except BAD_JSON:
        raise Failed("format", "dossier.not-canonical")
    must(IS_DOSSIER(dossier), "format", "dossier.shape")
    return dossier


def read_event(data):
    event = read_canonical(data)
    basis = event.get("basis", []) if isinstance(event, dict) else None
    fits = isinstance(basis, list) and is_text(event.get("id")) and is_text(event.get("type")) and isinstance(event.get("subjects"), list)
    if not fits or not all(is_text(item) for item in event["subjects"]):
        raise ValueError("envelope")
    subjects = event["subjects"]
    if len(subjects) > SUBJECTS_MAX or len(set(subjects)) != len(subjects) or not all(SUBJECT.fullmatch(item) for item in subjects):
        raise ValueError("subjects")
    if event["type"] == "SubjectIndexRecorded":
        claim = event.get("data")
        if not isinstance(claim, dict) or sorted(claim) != ["covers", "indexRoot", "logRoot"] or not is_count(claim["covers"]):
            raise ValueError("index claim")
        if not is_hex(claim["indexRoot"]) or not is_hex(claim["logRoot"]):
            raise ValueError("index claim")
    return event


# ---- what is checked ----

def may_be(role, key, origin):
    """A log signs notes under its origin's name; the others cosign."""
    return key["name"] == origin and not key["timed"] if role == "log" else key["timed"]


def trust_for(claimed, brought, origin):
    """(log keys, witness keys, auditor keys): cosigners only by keys of the reader's, the log by the file's own where he brings none."""
    texts = {"log": brought["log"] or claimed["log"], "witness": brought["witnesses"], "auditor": brought["auditors"]}
    return tuple([key for key in [read_key(text) for text in texts[role]] if may_be(role, key, origin)] for role, _, _ in ROLES)


def has_signed(note, origin, text, role):
    key = read_key(text)
    lines = [data for name, id_, data in note[1] if name == key["name"] and id_ == key["id"]]
    return bool(lines) and may_be(role, key, origin) and all(is_signed(note[0], key, data) for data in lines)


def keys_found(note, origin, claimed, brought):
    """Every key that the file or the reader brought: whose, from where, and whether it signed."""
    found = []
    for role, listed, _ in ROLES:
        for text in sorted(set(claimed[listed]) | set(brought[listed]), key=utf16):
            by = "file" if text not in brought[listed] else "both" if text in claimed[listed] else "reader"
            found.append({"role": role, "key": text, "broughtBy": by, "signed": has_signed(note, origin, text, role)})
    return found


def are_listed_rightly(note, origin, keys):
    """From version 2 on: in order, nothing twice, and no cosigner who did not cosign."""
    in_order = all(texts == sorted(set(texts), key=utf16) for texts in keys.values())
    return in_order and all(one["role"] == "log" or one["signed"] for one in keys_found(note, origin, keys, NO_KEYS))


def check_signatures(note, trust, check):
    """Names of witnesses and auditors who signed; the log must have."""
    text, signatures = note
    known = [key for keys in trust for key in keys]
    signed = []
    for name, id_, data in signatures:
        key = next((one for one in known if one["name"] == name and one["id"] == id_), None)
        if key:
            must(is_signed(text, key, data), check, "checkpoint-signature")
            signed.append((key["name"], key["id"], key["key"]))
    must(signed, check, "checkpoint-signature")

    def among(keys):
        theirs = [(key["name"], key["id"], key["key"]) for key in keys]
        return list(dict.fromkeys(one[0] for one in signed if one in theirs))

    must(among(trust[0]), check, "log-signature")
    return among(trust[1]), among(trust[2])


def missing_of(note, origin, asked, policy):
    """Whom the reader asked for and who did not sign: his witnesses by name and id, those of an unmet quorum as the policy calls them."""
    missing = ["+".join(text.split("+")[:2]) for text in asked if not has_signed(note, origin, text, "witness")]
    if policy:
        def cosigned_now(key):  # a cosignature without its time does not say that this is the latest
            return any(name == key["name"] and id_ == key["id"] and any(data[:8]) for name, id_, data in note[1])
        cosigned = {name for name, key in policy.witnesses.items() if cosigned_now(key)}
        if not is_met(policy.quorum, cosigned):
            missing += [name for name in counted_in(policy.quorum) if name not in cosigned]
    return list(dict.fromkeys(missing))


def check_held(dossier, origin, size, root, held):
    last = -1
    for one in dossier["earlier"]:
        old, path = from_base64(one["root"]), [from_base64(item) for item in one["path"]]
        fits = last < one["size"] < size and is_consistent(one["size"], old, size, root, path)
        must(fits, "held-checkpoint", "earlier")
        last = one["size"]
    if held is None:
        return
    must(held[0] == origin, "held-checkpoint", "held-origin")
    if held[1] == size:
        must(held[2] == root, "held-checkpoint", "held-conflict")
        return
    proof = next((one for one in dossier["earlier"] if one["size"] == held[1]), None)
    must(proof, "held-checkpoint", "held-not-comparable")
    must(from_base64(proof["root"]) == held[2], "held-checkpoint", "held-conflict")


def check_index(entry, size):
    position = entry["position"]
    try:
        event = read_event(from_base64(entry["bytes"]))
    except BAD_JSON:
        raise Failed("index", "index-event", position)
    fits = event["type"] == "SubjectIndexRecorded" and not event["subjects"] and event["data"]["covers"] <= position < size
    must(fits, "index", "index-event", position)
    return event["data"]


def check_events(dossier, origin, size, root):
    subject = dossier["subject"]
    claim = check_index(dossier["index"], size)
    last = -1
    for entry in dossier["events"]:
        must(last < entry["position"] < claim["covers"], "positions", "positions", entry["position"])
        last = entry["position"]
    entries = [(entry["position"], from_base64(entry["bytes"])) for entry in dossier["events"] + [dossier["index"]]]
    leaves = [(position, leaf_hash(data)) for position, data in entries]
    must(root_of_many(leaves, size, [from_base64(item) for item in dossier["multiproof"]]) == root, "inclusion", "inclusion")
    events = []
    for position, data in entries[:-1]:
        try:
            event = read_event(data)
        except BAD_JSON:
            raise Failed("events", "event-unreadable", position)
        must(event["type"] != "SubjectIndexRecorded" and subject in event["subjects"], "events", "event-of-others", position)
        events.append((position, event))
    key = sha256(b"ledger.index.v1/key\n" + origin.encode() + b"\n" + subject.encode())
    found = map_root(key, leaves[:-1], read_subject_proof(from_base64(dossier["subjectProof"])))
    must(found is not None, "completeness", "subject-proof")
    must(found.hex() == claim["indexRoot"], "completeness", "index-root")
    return claim["covers"], events


def cited_in(data, position, commitments, evidence):
    if isinstance(data, list):
        for item in data:
            cited_in(item, position, commitments, evidence)
    elif isinstance(data, dict):
        if len(data) == 1 and is_hex(data.get("commitment")):
            commitments.add(data["commitment"])
        if is_hex(data.get("sha256")) and is_count(data.get("sizeBytes")) and is_text(data.get("mediaType")):
            evidence.add((position, data["sha256"], data["mediaType"], data["sizeBytes"]))
        for item in data.values():
            cited_in(item, position, commitments, evidence)


def check_content(dossier, events):
    commitments, evidence, clauses, ids = set(), set(), set(), set()
    for position, event in events:
        must(event["id"] not in ids, "events", "id-twice", position)
        ids.add(event["id"])
        cited_in(event.get("data"), position, commitments, evidence)
        for one in event.get("basis", []):
            if isinstance(one, dict) and is_text(one.get("bookId")) and is_count(one.get("bookVersion")) and is_text(one.get("clauseId")) and is_hex(one.get("clauseHash")):
                clauses.add((one["clauseHash"], one["bookId"], one["bookVersion"], one["clauseId"]))
    values = dossier["privateValues"]
    must([one["commitment"] for one in values] == sorted(commitments), "private-values", "value-list")
    revealed = [one for one in values if "value" in one]
    for one in revealed:
        must("|" not in one["eventId"] and "|" not in one["field"], "private-values", "commitment")
        opened = hmac.new(bytes.fromhex(one["salt"]), ("%s|%s|%s" % (one["eventId"], one["field"], one["value"])).encode(), hashlib.sha256)
        must(opened.hexdigest() == one["commitment"], "private-values", "commitment")
    wanted = sorted(clauses, key=lambda one: (one[0], utf16(one[1]), one[2], utf16(one[3])))
    listed = [(one["clauseHash"], one["bookId"], one["bookVersion"], one["clauseId"]) for one in dossier["clauses"]]
    must(listed == wanted, "clauses", "clause-list")
    for one in dossier["clauses"]:
        must("text" not in one or sha256(one["text"].encode()).hex() == one["clauseHash"], "clauses", "clause-text")
    files = [(one["position"], one["sha256"], one["mediaType"], one["sizeBytes"]) for one in dossier["evidence"]]
    must(files == sorted(evidence, key=lambda one: (one[0], one[1], utf16(one[2]), one[3])), "evidence", "evidence-list")
    return len(revealed), len(values) - len(revealed)


def findings(data, brought, held, asked, policy):
    dossier = read_dossier(data)
    rest = {name: value for name, value in dossier.items() if name != "digest"}
    must(sha256(canonical(rest).encode()).hex() == dossier["digest"], "digest", "digest")
    try:
        note = read_note(dossier["checkpoint"])
        origin, size, root = read_checkpoint(note[0])
        trust = trust_for(dossier["keys"], brought, origin)
    except ValueError:
        raise Failed("checkpoint", "checkpoint-format")
    witnesses, auditors = check_signatures(note, trust, "checkpoint")
    missing = missing_of(note, origin, asked, policy)
    if missing:
        raise Failed("witnesses", "not-cosigned", missing=missing)
    check_held(dossier, origin, size, root, held)
    covers, events = check_events(dossier, origin, size, root)
    revealed, withheld = check_content(dossier, events)
    stated, after = dossier["stated"], size - covers - 1
    must((stated["covers"], stated["count"], stated["after"]) == (covers, len(events), after), "stated", "figures")
    try:
        own = trust_for(dossier["keys"], dossier["keys"], origin)
    except ValueError:
        raise Failed("stated", "verifier-key")
    claimed = "L1" if check_signatures(note, own, "stated")[1] else "L0"
    must(dossier["version"] == 1 or are_listed_rightly(note, origin, dossier["keys"]), "stated", "keys")
    must(stated["assurance"] == claimed, "stated", "assurance")
    return {
        "subject": dossier["subject"], "origin": origin, "size": size, "covers": covers, "count": len(events), "after": after,
        "assurance": "L1" if auditors else "L0", "witnesses": witnesses, "auditors": auditors,
        "keys": keys_found(note, origin, dossier["keys"], brought), "revealed": revealed, "withheld": withheld,
    }


def verdict_of(data, brought, held, policy=None):
    asked = brought["witnesses"]
    if policy:
        logs, witnesses = [key["text"] for key in policy.logs], [key["text"] for key in policy.witnesses.values()]
        brought = dict(brought, log=brought["log"] + logs, witnesses=asked + witnesses)
    idle = {"held-checkpoint": held is None, "witnesses": not asked and not policy}
    anchor = "key" if brought["log"] else "none" if held is None else "checkpoint"
    nothing = {"covers": 0, "count": 0, "after": 0, "witnesses": [], "auditors": [], "keys": [], "revealed": 0, "withheld": 0}
    problem, failed_at = None, len(CHECKS)
    try:
        nothing = findings(data, brought, held, asked, policy)
        if anchor == "none" and nothing["witnesses"] + nothing["auditors"]:
            anchor = "cosigner"
    except Failed as failed:
        problem = {"check": failed.check, "code": failed.code}
        if failed.position is not None:
            problem["position"] = failed.position
        if failed.missing:
            problem["missing"] = failed.missing
        failed_at = [name for name, _, _ in CHECKS].index(failed.check)
    checks = []
    for at, (name, zh, en) in enumerate(CHECKS):
        skipped = at > failed_at or (idle.get(name, False) and at != failed_at)
        fails = at == failed_at
        said = failed_words(name, problem["code"], zh, en) if fails else {"zh": zh, "en": en}
        checks.append({"name": name, "ok": None if skipped else not fails, "detail": said})
    verdict = {"ok": problem is None, "anchor": anchor, "checks": checks}
    verdict.update(nothing)
    if problem:
        verdict["firstProblem"] = problem
    return verdict


def asked_in(dossier, event, leaf):
    """Where the event of a receipt lies in the dossier, or why not."""
    for entry in dossier["events"]:
        data = from_base64(entry["bytes"])
        found = {"position": entry["position"], "event": read_event(data)["id"], "leaf": leaf_hash(data).hex()}
        if (found["leaf"] == leaf) if event is None else (found["event"] == event):
            if leaf is None or found["leaf"] == leaf:
                return dict(found, ok=True)
            return dict(found, ok=False, code="leaf-differs")
    return {"ok": False, "code": "leaf-absent" if event is None else "event-absent"}


def with_asked(verdict, data, event, leaf):
    if not verdict["ok"] or (event is None and leaf is None):
        return verdict
    asked = asked_in(read_dossier(data), event, leaf)
    if asked["ok"]:
        return dict(verdict, asked=asked)
    problem = {name: value for name, value in asked.items() if name in ("code", "position")}
    return dict(verdict, ok=False, asked=asked, firstProblem=dict(problem, check="asked"))


def read_leaf(text):
    """A leaf hash as it stands on paper: spaces and line breaks left out."""
    leaf = re.sub(r"\s", "", text).lower()
    if not is_hex(leaf):
        raise ValueError("--leaf: 64 hex digits")
    return leaf


# What a failed check may mean, for whoever reads it.
MEANS = {
    "inclusion": "有事件被改动、删去或添加。",
    "completeness": "有事件被删去或添加，所列并非全部。",
}
NOT_COMPARABLE = "held-not-comparable"
# The same of the checkpoint that the reader holds, by code: only a contradiction says that history was rewritten.
HELD = {
    NOT_COMPARABLE: (
        "此文件未附所持检查点的证明，无法对照，不说明账本有任何问题。请索取为该检查点出具的案卷（dossier export --held）；检查点晚于案卷的，请索取新案卷。",
        "cannot be compared by this file, which says nothing against the log: ask for a dossier made with your checkpoint (dossier export --held), "
        "or a new one where the checkpoint is newer than the dossier"),
    "held-conflict": (
        "与所持检查点矛盾：如果它确由该账本签署，账本历史已被改写。",
        "contradicts the checkpoint that you hold: if this log signed that one, history was rewritten"),
    "held-origin": ("所持检查点是另一账本的。", "the checkpoint that you hold is of another log"),
    "earlier": (
        "案卷所附的早先检查点与案卷的检查点不相延续。",
        "an earlier checkpoint in the file is not a beginning of what its checkpoint signs"),
}


def failed_words(name, code, zh, en):
    if name == "held-checkpoint" and code in HELD:
        return {"zh": HELD[code][0], "en": HELD[code][1]}
    return {"zh": "不成立：" + zh, "en": "does not hold: " + en}


ASKED = {
    "event-absent": "案卷中没有这一事件。案卷只覆盖账本前%d件记录：其后登记的，请索取新案卷；在此之前登记的，则它不是关于%s的，或回执所载与账本不符",
    "leaf-absent": "案卷中没有内容指纹如此的事件。案卷只覆盖账本前%d件记录：其后登记的，请索取新案卷；在此之前登记的，则它不是关于%s的，或回执所载与账本不符",
    "leaf-differs": "案卷中有这一事件，但内容指纹与所给的不符：请与回执逐字核对；确实不符的，事件或者回执已被改动",
}


def print_asked(verdict):
    asked = verdict["asked"]
    if asked["ok"]:
        print("所查事件%s在案卷之内：账本序号%d，内容指纹%s。" % (asked["event"], asked["position"], asked["leaf"]))
        return
    said = ASKED[asked["code"]]
    print("\n所查事件不成立：%s。" % (said % (verdict["covers"], verdict["subject"]) if "%" in said else said))


def print_for_people(verdict):
    for check in verdict["checks"]:
        mark = "—" if check["ok"] is None else "通过" if check["ok"] else "不通过"
        print("%s\t%s" % (mark, check["detail"]["zh"]))
    if verdict["ok"] or "asked" in verdict:
        print("\n核验通过：账本%s前%d件记录中，关于%s的事件共%d件，一件不缺；其后账本另有%d件记录。" % (
            verdict["origin"], verdict["covers"], verdict["subject"], verdict["count"], verdict["after"]))
        print("私密内容公开%d项，未公开%d项（不影响核验）。" % (verdict["revealed"], verdict["withheld"]))
        print(ASSURANCE[verdict["assurance"]])
        print(ANCHOR[verdict["anchor"]])
        called = {role: zh for role, _, zh in ROLES}
        for key in verdict["keys"]:
            print("%s公钥（%s；检查点上%s其签名） %s" % (called[key["role"]], BROUGHT[key["broughtBy"]], "有" if key["signed"] else "无", key["key"]))
        if "asked" in verdict:
            print_asked(verdict)
    elif "missing" in verdict["firstProblem"]:
        print("\n核验不通过：检查点缺少所要求的见证签名：%s。其余项目未再核验。" % "、".join(verdict["firstProblem"]["missing"]))
    else:
        problem = verdict["firstProblem"]
        place = "" if "position" not in problem else "，第%d号事件" % problem["position"]
        if problem["code"] == NOT_COMPARABLE:
            print("\n未能对照（%s）：%s其余各项可不带--checkpoint另行核验。" % (problem["code"], HELD[NOT_COMPARABLE][0]))
            return
        means = HELD.get(problem["code"], ("",))[0] if problem["check"] == "held-checkpoint" else MEANS.get(problem["check"], "")
        print("\n核验不通过：“%s”一项不成立（%s%s）。%s此文件不能证明任何事。" % (
            dict((name, zh) for name, zh, _ in CHECKS)[problem["check"]], problem["code"], place, means))


def main(argv):
    parser = argparse.ArgumentParser(description="核验责链案卷文件 verify a zelian-dossier file, offline")
    parser.add_argument("file", help="案卷文件")
    parser.add_argument("--key", action="append", default=[], help="所信的账本公钥 verifier key of the log")
    parser.add_argument("--witness", action="append", default=[], help="须已签署的见证方公钥 verifier key of a witness that must have cosigned")
    parser.add_argument("--auditor", action="append", default=[], help="所信的审计方公钥 verifier key of an auditor")
    parser.add_argument("--policy", help="见证策略文件，须达到其法定见证数 a policy file whose quorum must be met (c2sp.org/tlog-policy)")
    parser.add_argument("--checkpoint", help="所持的检查点 a checkpoint that you hold (file)")
    parser.add_argument("--event", help="登记回执上的事件编号：在案卷中的序号 an event to be found in the dossier")
    parser.add_argument("--leaf", help="登记回执上的内容指纹 its leaf hash, hex")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    brought = {"log": options.key, "witnesses": options.witness, "auditors": options.auditor}
    try:
        with open(options.file, "rb") as file:
            data = file.read()
        held = policy = None
        if options.policy:
            with open(options.policy, "rb") as file:
                policy = read_policy(file.read())
        if options.checkpoint:
            with open(options.checkpoint, encoding="utf-8-sig") as file:
                held = read_held(file.read())
        for keys in brought.values():
            for text in keys:
                read_key(text)
        leaf = None if options.leaf is None else read_leaf(options.leaf)
    except (OSError, ValueError) as error:
        print("无法读取 cannot read: %s" % error, file=sys.stderr)
        return 2
    verdict = with_asked(verdict_of(data, brought, held, policy), data, options.event, leaf)
    if options.json:
        print(json.dumps(verdict, ensure_ascii=False, indent=2))
    else:
        print_for_people(verdict)
    return 0 if verdict["ok"] else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
