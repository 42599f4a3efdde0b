"""A TM Forum BOSS on loopback with the faults of real ones, each of which a test switches on.

Started as quirky_boss.py [COLLECTIONS.json] [CERT KEY [AUTHORITY]]; prints its port and serves until its input ends.
POST /_set takes {"quirks": {...}, "collections": {path: [texts]}}; texts are JSON as the server is to write it, so that
numbers stay as they are. GET /_log tells what was asked."""

import json
import random
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
PROBLEM = {"code": "60", "reason": "Invalid request", "message": "name and engagedParty are mandatory"}


class Boss:
    def __init__(self):
        self.lock = threading.RLock()
        self.reset({}, {})

    def reset(self, quirks, collections):
        with self.lock:
            self.quirks, self.collections = quirks, collections
            self.log, self.orders, self.hidden, self.effects = [], [], [], 0
            self.failures = list(quirks.get("failures", []))
            self.empty_at = list(quirks.get("empty_once_at", []))
            self.lookups, self.posts = 0, 0


BOSS = Boss()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def send(self, status, body, headers=(), content_type="application/json;charset=utf-8"):
        payload = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def problem(self, status, headers=()):
        self.send(status, json.dumps(PROBLEM), headers)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def control(self):
        if self.path == "/_set":
            asked = json.loads(self.body())
            BOSS.reset(asked.get("quirks", {}), asked.get("collections", {}))
            self.send(200, "{}")
        elif self.path == "/_log":
            self.send(200, json.dumps({"log": BOSS.log, "effects": BOSS.effects}))
        elif self.path == "/_quirks":
            with BOSS.lock:
                BOSS.quirks = json.loads(self.body())
            self.send(200, "{}")
        else:
            return False
        return True

    def is_stopped(self):
        """Whether a quirk that concerns every request has answered this one."""
        quirks = BOSS.quirks
        with BOSS.lock:
            BOSS.log.append(f"{self.command} {self.path} {self.headers.get('Authorization', '-')}")
            failure = BOSS.failures.pop(0) if BOSS.failures else None
        if "token" in quirks and self.headers.get("Authorization") != "Bearer " + quirks["token"]:
            self.send(401, json.dumps({"code": "41", "reason": "bad " + str(self.headers.get("Authorization"))}))
        elif failure:
            self.problem(failure[0], [("Retry-After", failure[1])] if failure[1] else [])
        elif "redirect" in quirks:
            self.send(302, "", [("Location", quirks["redirect"])])
        elif "hang" in quirks:
            time.sleep(quirks["hang"])
            self.close_connection = True
        elif "drip" in quirks:
            self.drip(quirks["drip"])
        else:
            return False
        return True

    def drip(self, seconds):
        """One byte now and then: every single read succeeds in time."""
        self.close_connection = True
        end = time.monotonic() + seconds
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while time.monotonic() < end:
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    def do_GET(self):
        if self.control() or self.is_stopped():
            return
        split = urlsplit(self.path)
        if split.path == ORDERS:
            return self.list_orders(dict(parse_qsl(split.query)))
        if split.path.startswith(ORDERS + "/"):
            return self.one_order(split.path.rsplit("/", 1)[1])
        if split.path in BOSS.collections:
            return self.page(split, dict(parse_qsl(split.query)))
        parent, _, wanted = split.path.rpartition("/")
        for text in BOSS.collections.get(parent, []):
            if str(json.loads(text).get("id")) == wanted:
                return self.send(200, text)
        self.problem(404)

    def rows(self, path, query):
        rows = BOSS.collections[path]
        if not BOSS.quirks.get("ignore_filters"):
            for name, value in query.items():
                if name in ("offset", "limit", "fields", "cursor") or "." in name:
                    continue
                rows = [row for row in rows if str(json.loads(row).get(name)) in value.split(",")]
            for name, value in query.items():
                if name.endswith(".gt"):
                    rows = [row for row in rows if json.loads(row).get(name[:-3], "") > value]
        return rows

    def page(self, split, query):
        quirks, rows = BOSS.quirks, self.rows(split.path, query)
        offset = 0 if quirks.get("ignore_offset") else int(query.get("offset", 0))
        if "cursor" in query:
            offset = int(query["cursor"])
        limit = len(rows) if quirks.get("ignore_limit") else int(query.get("limit", 10))
        limit = min(limit, quirks.get("page_cap", limit))
        if quirks.get("refuse_past_end") and offset >= len(rows) and offset > 0:
            return self.problem(quirks["refuse_past_end"])
        if quirks.get("shuffled"):
            rows = random.Random(len(BOSS.log)).sample(rows, len(rows))
        page = rows[offset : offset + limit]
        with BOSS.lock:
            if offset in BOSS.empty_at:
                BOSS.empty_at.remove(offset)
                page = []
            if "delete_after_first_page" in quirks and offset == 0 and quirks.pop("delete_after_first_page"):
                BOSS.collections[split.path] = rows[1:]
            if "hidden_rows" in quirks:
                seen = [i for i in range(offset, offset + limit) if i not in quirks["hidden_rows"]]
                page = [rows[i] for i in seen if i < len(rows)]
        headers = self.totals(len(rows), offset + len(page)) + self.links(split, query, offset, len(page), len(rows))
        body = "[" + ",".join(page) + "]"
        if quirks.get("body") == "malformed":
            body = body[:-1]
        elif quirks.get("body") == "object":
            body = '{"customer": ' + body + "}"
        elif quirks.get("body") == "huge":
            body = "[" + " " * (8 << 20) + "]"
        elif quirks.get("body") == "deep":
            body = "[" * 100000
        status = 206 if offset + len(page) < len(rows) and not quirks.get("never_206") else 200
        self.send(status, body, headers, quirks.get("content_type", "application/json"))

    def totals(self, truth, so_far):
        total = {"low": so_far, "high": truth + 17, "zero": 0, "garbage": "many", "varying": truth + len(BOSS.log)}.get(
            BOSS.quirks.get("total"), truth
        )
        return [] if BOSS.quirks.get("total") == "absent" else [("X-Total-Count", str(total)), ("X-Result-Count", "3")]

    def links(self, split, query, offset, size, total):
        kind = BOSS.quirks.get("link", "absent")
        after = f"{split.path}?offset={offset + size}&limit={query.get('limit', 10)}"
        if kind == "cursor":
            after = f"{split.path}?cursor={offset + size}&limit={query.get('limit', 10)}"
        if kind in ("good", "cursor"):
            return [("Link", f'<{after}>; rel="next"')] if offset + size < total else []
        return {
            "malformed": [("Link", f"{after}; rel=next, <<<")],
            "foreign": [("Link", '<http://127.0.0.1:1/steal?offset=5>; rel="next"')],
            "elsewhere": [("Link", '</tmf-api/other/v4/thing?offset=5>; rel="next"')],
            "loop": [("Link", f'<{split.path}?offset=0&limit={query.get("limit", 10)}>; rel="next"')],
            "self": [("Link", f'<{self.path}>; rel="next"')],
        }.get(kind, [])

    def do_POST(self):
        if self.control():
            return
        order = json.loads(self.body())
        if self.is_stopped():
            return
        how = BOSS.quirks.get("post", "take")
        if how == "refuse":
            return self.problem(400)
        if how == "unavailable":
            return self.problem(503)
        with BOSS.lock:
            BOSS.posts += 1
            answers = BOSS.quirks.get("post_answers", [])
            if answers and answers[(BOSS.posts - 1) % len(answers)] != 201:
                return self.problem(answers[(BOSS.posts - 1) % len(answers)])
            self.rename(order, BOSS.quirks.get("names", "kept"))
            order["id"] = len(BOSS.orders) + len(BOSS.hidden) + 1
            order["state"] = BOSS.quirks.get("first_state", "acknowledged")
            (BOSS.hidden if how in ("late", "unlisted") else BOSS.orders).append(order)
            BOSS.effects += 1
        if how in ("take_then_500", "late"):
            return self.problem(500)
        if how == "take_then_drop":
            self.close_connection = True
            return None
        if how == "slow":
            time.sleep(BOSS.quirks["seconds"])
        answer = {**order, "externalId": "another"} if how == "wrong_echo" else order
        return self.send(201, "taken" if how == "no_json" else json.dumps(answer))

    def rename(self, order, how):
        """What becomes of what a client calls its order."""
        if how in ("dropped", "no_external_id"):
            del order["externalId"]
        if how == "dropped":
            del order["description"]
        if how == "capitals":
            order["externalId"] = order["externalId"].upper()

    def list_orders(self, query):
        with BOSS.lock:
            BOSS.lookups += 1
            if BOSS.hidden and BOSS.lookups > BOSS.quirks.get("lookups_before", 1 << 30):
                BOSS.orders += BOSS.hidden
                BOSS.hidden = []
            BOSS.collections[ORDERS] = [json.dumps(order) for order in BOSS.orders]
        self.page(urlsplit(self.path), query)

    def one_order(self, wanted):
        for order in BOSS.orders:
            if str(order["id"]) == wanted:
                order["state"] = BOSS.quirks.get("state", order["state"])
                if "item_state" in BOSS.quirks:
                    order["productOrderItem"][0]["state"] = BOSS.quirks["item_state"]
                return self.send(200, json.dumps(order))
        return self.problem(404)

    def do_PATCH(self):
        change = json.loads(self.body())
        if self.is_stopped():
            return
        if BOSS.quirks.get("patch_mandatory") and not {"name", "engagedParty"} <= change.keys():
            return self.problem(400)
        parent, _, wanted = urlsplit(self.path).path.rpartition("/")
        for i, text in enumerate(BOSS.collections.get(parent, [])):
            resource = json.loads(text)
            if str(resource.get("id")) == wanted:
                # What a PATCH of the whole leaves out is lost here, as where a PATCH is taken for a PUT.
                kept = {"id": resource["id"]} if BOSS.quirks.get("patch_mandatory") else resource
                resource = {**kept, **change}
                BOSS.collections[parent][i] = json.dumps(resource)
                return self.send(200, json.dumps(resource))
        return self.problem(404)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda request, address: None  # clients that went away are what some tests are about
    words = sys.argv[1:]
    if words and words[0].endswith(".json"):
        with open(words.pop(0), encoding="utf-8") as file:
            told = json.load(file)
        BOSS.reset({}, {path: [json.dumps(one) for one in all] for path, all in told.items()})
    if words:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(words[0], words[1])
        if len(words) > 2:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(words[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
