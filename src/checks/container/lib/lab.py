"""Helpers for checks written in Python: `import lab`. Standard library only, Python 3.9 or later.

Documented in docs/writing-checks.md. An exception that leaves the check says that the *check* is broken (exit 70),
never that the learner failed; what the learner got wrong is told by criteria.
"""
import atexit
import json as _json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import traceback

workspace = os.getcwd()
"""The learner's folder in this container."""

_LIMIT = 4000
_CAPTURE = 1024 * 1024
_SECRETS = (
    "LAB_ID LAB_STEP LAB_CHECK LAB_LIB LAB_REPORT LAB_DATA LAB_SEED LAB_LOCALE LAB_LEARNER LAB_LEARNER_IDS "
    "LAB_LEARNER_HOME TMPDIR"
).split()

_failed = False
_held = None
_raised = False


class Unmet(Exception):
    """Ends the check as failed: something everything after it depends on is not there. Raised by `require`."""


def _text(value):
    if value is None or isinstance(value, str):
        text = value
    else:
        try:
            text = _json.dumps(value, ensure_ascii=False)
        except (TypeError, ValueError):
            text = repr(value)
    if text is not None and len(text) > _LIMIT:
        text = text[:_LIMIT] + "..."
    return text


def _write(entry):
    line = _json.dumps({key: value for key, value in entry.items() if value is not None})
    path = os.environ.get("LAB_REPORT")
    if path:
        with open(path, "a", encoding="utf-8") as report:
            report.write(line + "\n")


def _tell(entry):
    global _failed
    _write(entry)
    if entry["passed"]:
        print("ok: " + entry["criterion"])
    else:
        _failed = True
        more = "".join("; %s: %s" % (key, entry[key]) for key in ("expected", "found", "hint") if entry.get(key) is not None)
        print("not ok: " + entry["criterion"] + more)


def check(criterion, passed, expected=None, found=None, hint=None, docs=None, file=None, line=None, weight=None):
    """Says how one thing came out; returns whether it passed."""
    passed = bool(passed)
    entry = {
        "criterion": str(criterion),
        "passed": passed,
        "expected": _text(expected),
        "found": _text(found),
        "hint": None if passed else _text(hint),
        "docs": docs,
        "file": None if file is None else os.fspath(file),
        "line": line,
        "weight": weight,
    }
    if _held is None:
        _tell(entry)
    else:
        _held.append(entry)
    return passed


def require(criterion, passed, **more):
    """Like `check`, and ends the check there where it did not pass."""
    if not check(criterion, passed, **more):
        raise Unmet(criterion)


def passed(criterion, **more):
    return check(criterion, True, **more)


def fail(criterion, hint=None, **more):
    return check(criterion, False, hint=hint, **more)


def expect_eq(name, expected, found, hint=None, **more):
    return check(name, expected == found, expected=expected, found=found, hint=hint, **more)


def expect_match(name, pattern, found, hint=None, **more):
    """Some place in `found` matches the regular expression."""
    return check(name, re.search(pattern, found or "", re.M) is not None, expected="matches " + pattern, found=found, hint=hint, **more)


def expect_contains(name, part, found, hint=None, **more):
    return check(name, found is not None and part in found, expected="contains %s" % _text(part), found=found, hint=hint, **more)


def expect_file(path, pattern=None, hint=None, **more):
    """The file is there, readable, and (with `pattern`) matches. Returns its text, or None where it did not pass.

    A link that leads to where only this check may look is no file of the learner's.
    """
    shown = os.fspath(path)
    try:
        with open(path, encoding="utf-8", errors="replace") as source:
            # Looked at once it is open: what the path leads to may change at any time.
            place = os.readlink("/proc/self/fd/%d" % source.fileno())
            text = source.read()
    except PermissionError:
        check(shown + " can be read", False, expected="a file that others may read", found="permission denied",
              hint="Run: chmod a+r " + shown, file=shown, **more)
        return None
    except OSError as error:
        if os.path.exists(path):
            check(shown + " is a file", False, expected="a file " + shown, found=error.strerror or str(error), hint=hint, **more)
        else:
            check(shown + " exists", False, expected="a file " + shown, found="no such file", hint=hint, **more)
        return None
    if place.startswith(("/run/ai-labs/", "/proc/")):
        check(shown + " is a file", False, expected="a file " + shown, found="a link that leads out of your folder", hint=hint, **more)
        return None
    if pattern is None:
        check(shown + " exists", True, file=shown, **more)
        return text
    passed = check(shown + " is as expected", re.search(pattern, text, re.M) is not None,
                   expected="a line that matches " + pattern, found="no such line", hint=hint, file=shown, **more)
    return text if passed else None


class Response:
    """What a server said. `status` is 0 where nothing answered; then `text` says why."""

    def __init__(self, url, status, headers, body, seconds):
        self.url = url
        self.status = status
        self.headers = headers
        self.body = body
        self.seconds = seconds
        self.passed = True

    def __bool__(self):
        return self.passed

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        """The parsed body. Where it is no JSON, that is a failed criterion and the end of the check."""
        try:
            return _json.loads(self.body)
        except ValueError:
            require("the answer of %s is JSON" % self.url, False, expected="JSON", found=self.text)


def http(url, method=None, json=None, data=None, headers=None, timeout=5):
    """Asks a server. Never raises for what the server does; redirects are followed, proxies are not used."""
    import http.client
    import urllib.error
    import urllib.request

    headers = dict(headers or {})
    if json is not None:
        data = _json.dumps(json).encode()
        headers.setdefault("Content-Type", "application/json")
    if isinstance(data, str):
        data = data.encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    begun = time.monotonic()
    try:
        with opener.open(request, timeout=timeout) as answer:
            return Response(url, answer.status, dict(answer.headers), answer.read(8 * _CAPTURE), time.monotonic() - begun)
    except urllib.error.HTTPError as error:
        with error:
            return Response(url, error.code, dict(error.headers), error.read(8 * _CAPTURE), time.monotonic() - begun)
    except urllib.error.URLError as error:
        reason = getattr(error.reason, "strerror", None) or str(error.reason)
        return Response(url, 0, {}, reason.encode(), time.monotonic() - begun)
    except (OSError, http.client.HTTPException) as error:
        return Response(url, 0, {}, (str(error) or type(error).__name__).encode(), time.monotonic() - begun)


def expect_http(url, status=200, match=None, hint=None, name=None, method=None, json=None, data=None, headers=None, timeout=5, **more):
    """The server answers with this status (and a body that matches). Returns the Response, true where it passed."""
    answer = http(url, method=method, json=json, data=data, headers=headers, timeout=timeout)
    verb = method or ("POST" if json is not None or data is not None else "GET")
    label = name or "%s %s answers %s" % (verb, url, status)
    if answer.status == 0:
        answer.passed = check(label, False, expected="status %s" % status, found="no answer: " + answer.text, hint=hint, **more)
    elif answer.status != status:
        answer.passed = check(label, False, expected="status %s" % status, found="status %s: %s" % (answer.status, answer.text),
                              hint=hint, **more)
    elif match is not None and not re.search(match, answer.text, re.M):
        answer.passed = check(label, False, expected="a body that matches " + match, found=answer.text, hint=hint, **more)
    else:
        check(label, True, **more)
    return answer


_ABSENT = object()


def get(document, path, default=None):
    """The value at a path such as `predictions[0].label` or `.a.b`; `default` where there is none."""
    value = document
    for key, index in re.findall(r"([^.\[\]]+)|\[(-?\d+)\]", path):
        try:
            value = value[int(index)] if index else value[key]
        except (KeyError, IndexError, TypeError):
            return default
    return value


def expect_json(name, document, path, expected, hint=None, **more):
    """`document` (parsed, or a Response) has this value at the path."""
    if isinstance(document, Response):
        document = document.json()
    found = get(document, path, _ABSENT)
    if found is _ABSENT:
        return check(name, False, expected="%s is %s" % (path, _text(expected)), found="no %s in %s" % (path, _text(document)), hint=hint, **more)
    return check(name, found == expected, expected="%s is %s" % (path, _text(expected)), found=found, hint=hint, **more)


def metric(text, name, labels=None):
    """The sum of a Prometheus metric's series that have these labels; None where there is none."""
    total = None
    for line in text.splitlines():
        found = re.match(r"([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)", line)
        if found and found.group(1) == name:
            own = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', found.group(2) or ""))
            if all(own.get(key) == str(value) for key, value in (labels or {}).items()):
                total = (total or 0.0) + float(found.group(3))
    return total


_COMPARISONS = {"<": "__lt__", "<=": "__le__", "==": "__eq__", "!=": "__ne__", ">=": "__ge__", ">": "__gt__"}
_COMPARISONS.update({"-lt": "__lt__", "-le": "__le__", "-eq": "__eq__", "-ne": "__ne__", "-ge": "__ge__", "-gt": "__gt__"})


def expect_metric(name, text, metric_name, comparison, value, labels=None, hint=None, **more):
    """A Prometheus metric (of a text or a Response) compares so: `expect_metric("...", answer, "requests_total", ">=", 3)`."""
    found = metric(text.text if isinstance(text, Response) else text, metric_name, labels)
    holds = found is not None and getattr(found, _COMPARISONS[comparison])(float(value))
    return check(name, holds, expected="%s %s %s" % (metric_name, comparison, value),
                 found="no such metric" if found is None else "%g" % found, hint=hint, **more)


def _seconds(duration):
    if isinstance(duration, (int, float)):
        return float(duration)
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    return sum(float(amount) * units[unit] for amount, unit in re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h)", duration))


def _bytes(size):
    if size is None or isinstance(size, int):
        return size
    units = {"": 1, "k": 1024, "m": 1024 ** 2, "g": 1024 ** 3}
    amount, unit = re.fullmatch(r"(\d+)([kmg]?)b?", size.lower()).groups()
    return int(amount) * units[unit]


def within(duration, attempt, every=0.2):
    """Calls `attempt` until it returns something true and no criterion fails, or time is up. Only the last try is told."""
    global _held
    until = time.monotonic() + _seconds(duration)
    outer = _held
    while True:
        _held = []
        unmet = None
        try:
            result = attempt()
        except Unmet as error:
            result, unmet = False, error
        finally:
            held, _held = _held, outer
        good = result is None or bool(result)
        if (good and all(entry["passed"] for entry in held)) or time.monotonic() >= until:
            break
        time.sleep(every)
    for entry in held:
        if _held is None:
            _tell(entry)
        else:
            _held.append(entry)
    if unmet:
        raise unmet
    return result


class Result:
    """How a command ended. `code` is -N for signal N and None where time was up."""

    def __init__(self, code, out, err, timed_out):
        self.code = code
        self.out = out
        self.err = err
        self.timed_out = timed_out

    def __bool__(self):
        return self.code == 0

    @property
    def ended(self):
        """For a message: "exit code 1", "signal 9" or "no end in time"."""
        if self.timed_out:
            return "no end in time"
        return "signal %d" % -self.code if self.code < 0 else "exit code %d" % self.code


class Process:
    """A command that runs beside the check. A context manager: it is stopped, with its children, at the end."""

    def __init__(self, popen):
        self._popen = popen
        self._streams = {}
        self._readers = []
        self._waited = False
        for name in ("stdout", "stderr"):
            kept = self._streams[name] = bytearray()
            reader = threading.Thread(target=_drain, args=(getattr(popen, name), kept), daemon=True)
            reader.start()
            self._readers.append(reader)

    @property
    def out(self):
        return self._said("stdout")

    @property
    def err(self):
        return self._said("stderr")

    def _said(self, name):
        # Its last words may still be on their way when the command has ended; a child of it may keep the pipe for ever.
        if not self._waited and not self.running:
            self._waited = True
            for reader in self._readers:
                reader.join(0.5)
        return self._streams[name].decode("utf-8", "replace")

    @property
    def pid(self):
        """Of the command itself, which leads a process group of its own: for signals that a check sends."""
        return self._popen.pid

    @property
    def running(self):
        return self._popen.poll() is None

    def stop(self):
        _kill(self._popen)
        for reader in self._readers:
            reader.join(1)
        return Result(self._popen.returncode, self.out, self.err, False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def _drain(stream, kept):
    """Reads to the end, keeps the first MiB: a program that prints for ever must not fill our memory."""
    with stream:
        for chunk in iter(lambda: stream.read1(65536), b""):
            kept.extend(chunk[: max(0, _CAPTURE - len(kept))])


def _kill(popen):
    try:
        os.killpg(popen.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    popen.wait()


def _learner():
    """Arguments of Popen that make a child the learner's."""
    uid, gid = (int(part) for part in os.environ.get("LAB_LEARNER_IDS", "0:0").split(":"))
    if (uid, gid) == (os.getuid(), os.getgid()):
        return {}
    if os.getuid() != 0:
        broken("as_learner: the check must have 'user: root'")
    name = os.environ.get("LAB_LEARNER", "")
    try:
        groups = [gid] if name.isdigit() else os.getgrouplist(name, gid)
    except (KeyError, OSError):
        groups = [gid]
    return {"user": uid, "group": gid, "extra_groups": groups}


def _environment(as_learner, extra):
    environment = dict(os.environ)
    if as_learner:
        python = environment.pop("PYTHONPATH", "").split(os.pathsep)
        python = [folder for folder in python if folder and folder != environment.get("LAB_LIB")]
        if python:
            environment["PYTHONPATH"] = os.pathsep.join(python)
        for name in _SECRETS:
            environment.pop(name, None)
        name = os.environ.get("LAB_LEARNER", "")
        environment.update(HOME=os.environ.get("LAB_LEARNER_HOME", "/"), USER=name, LOGNAME=name)
    environment.update({key: str(value) for key, value in (extra or {}).items()})
    return environment


def spawn(command, as_learner=False, memory=None, env=None, cwd=None, input=None):
    """Starts a command beside the check: `with lab.spawn([...], as_learner=True) as server: ...`."""
    limit = _bytes(memory)

    def limited():
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    popen = subprocess.Popen(
        command, shell=isinstance(command, str), cwd=cwd, env=_environment(as_learner, env), start_new_session=True,
        stdin=subprocess.DEVNULL if input is None else subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=limited if limit else None, **(_learner() if as_learner else {}))
    process = Process(popen)
    if input is not None:
        def feed():
            try:
                with popen.stdin as sink:
                    sink.write(input.encode() if isinstance(input, str) else input)
            except (BrokenPipeError, ValueError):
                return
        threading.Thread(target=feed, daemon=True).start()
    return process


def run(command, timeout=10, memory=None, input=None, env=None, cwd=None, as_learner=False):
    """Runs a command (a list, or text for sh) to its end. `memory` limits its address space; each stream keeps 1 MiB."""
    process = spawn(command, as_learner=as_learner, memory=memory, env=env, cwd=cwd, input=input)
    timed_out = False
    try:
        process._popen.wait(None if timeout is None else _seconds(timeout))
    except subprocess.TimeoutExpired:
        timed_out = True
    ended = process.stop()
    return Result(None if timed_out else ended.code, ended.out, ended.err, timed_out)


def expect_run(name, command, hint=None, docs=None, file=None, line=None, weight=None, **how):
    """The command succeeds. `how` is what `run` takes. Returns the Result."""
    result = run(command, **how)
    shown = command if isinstance(command, str) else " ".join(map(str, command))
    check(name, bool(result), expected="exit code 0 of: " + shown, found="%s: %s" % (result.ended, (result.out + result.err).strip()),
          hint=hint, docs=docs, file=file, line=line, weight=weight)
    return result


def as_learner(command, **more):
    """`run` as the learner, without anything of the check's own environment. Needs `user: root`."""
    return run(command, as_learner=True, **more)


def rng(salt=""):
    """Random numbers that differ between learners and stay the same for one: seeded by LAB_SEED."""
    import random
    return random.Random(os.environ.get("LAB_SEED", "0") + ":" + os.environ.get("LAB_CHECK", "") + ":" + salt)


def data(*parts):
    """Path of a file of the lab's `checks/` folder."""
    return os.path.join(os.environ.get("LAB_DATA", os.path.dirname(os.path.abspath(sys.argv[0]))), *parts)


def skip(message):
    """This check does not apply here."""
    print(message)
    _leave(77)


def broken(message):
    """The check itself cannot do its work; the learner is told that it is not their fault."""
    _write({"errored": message})
    print("broken: " + message, file=sys.stderr)
    _leave(70)


def done():
    """Ends the check, failed where any criterion did. Happens by itself at the end of the script."""
    _leave(1 if _failed else 0)


def _leave(code):
    _flush()
    os._exit(code)


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue


def _hook(kind, error, trace):
    global _raised
    _raised = True
    if issubclass(kind, Unmet):
        _leave(1)
    traceback.print_exception(kind, error, trace)
    if issubclass(kind, KeyboardInterrupt):
        _leave(130)
    _write({"errored": "%s: %s" % (kind.__name__, error)})
    _leave(70)


def _at_exit():
    if _failed and not _raised:
        _leave(1)


def _main(arguments):
    """What lab.sh asks: `http [-X M] [-d DATA] [-H HEADER] URL` and `json PATH EXPECTED` with the document on stdin."""
    if arguments[0] == "http":
        method, body, headers = None, None, {}
        rest = arguments[1:]
        while rest[0] in ("-X", "-d", "-H"):
            if rest[0] == "-X":
                method = rest[1]
            elif rest[0] == "-d":
                body = rest[1]
            else:
                key, _, value = rest[1].partition(":")
                headers[key.strip()] = value.strip()
            rest = rest[2:]
        answer = http(rest[0], method=method, data=body, headers=headers, timeout=float(os.environ.get("LAB_HTTP_TIMEOUT", "5")))
        print("%s\n%03d" % (answer.text, answer.status))
        return
    try:
        document = _json.loads(sys.stdin.read())
    except ValueError:
        print("differs\nno JSON")
        return
    found = get(document, arguments[1], _ABSENT)
    try:
        expected = _json.loads(arguments[2])
    except ValueError:
        expected = arguments[2]
    if found is _ABSENT:
        print("differs\nno %s in %s" % (arguments[1], _text(document)))
    else:
        print(("same" if found == expected else "differs") + "\n" + _text(found))


if __name__ == "__main__":
    _main(sys.argv[1:])
else:
    for _stream in (sys.stdout, sys.stderr):
        _stream.reconfigure(errors="backslashreplace")
    sys.excepthook = _hook
    atexit.register(_at_exit)
