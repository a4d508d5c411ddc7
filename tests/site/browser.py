"""A real browser, where there is one: every page of a site is laid out in it at several widths, and measured.

The pages are served from this process, so that every request is seen. A page of ours holds each page of the site in a
frame, measures when all are there, at one width after the other, and writes what it found into itself; the browser then
prints it.
"""

import json
import re
import shutil
import subprocess
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "no Chromium is installed: layout, console and requests are checked in a browser only (apt-get install chromium)"
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nobody else is ever reached
    "--enable-logging=stderr",
)
_HARNESS = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>measured</title><link rel="icon" href="data:,">
<style>iframe { display: block; height: 700px; border: 0; }</style></head>
<body>%(frames)s<script>
"use strict";
const found = [];
for (const frame of document.querySelectorAll("iframe")) {
  frame.contentWindow.addEventListener("error", function (event) {
    found.push({ page: frame.dataset.page, fault: String(event.message) });
  });
}
// What scrolls in its own box, and what is hidden from sight alone, may be wider than the page.
function apart(one) {
  const unseen = one.closest("thead, .unseen");
  return one.parentElement.closest(".scroll") || one.closest("svg svg") || (unseen && unseen.offsetWidth <= 2);
}
function measure(frame) {
  const inner = frame.contentDocument;
  const about = { page: frame.dataset.page, width: Number(frame.width) };
  const root = inner.documentElement;
  found.push({ ...about, room: root.clientWidth, needs: root.scrollWidth });
  for (const one of inner.querySelectorAll("main *, header *, footer *, nav *")) {
    const box = one.getBoundingClientRect();
    const seen = box.width > 2 && box.height > 2;
    if (seen && (box.right > root.clientWidth + 1 || box.left < -1) && !apart(one)) {
      const name = one.tagName + "." + (one.getAttribute("class") || "");
      found.push({ ...about, beyond: name, text: one.textContent.trim().slice(0, 60), right: Math.round(box.right) });
    }
  }
}
window.addEventListener("load", function () {
  for (const frame of document.querySelectorAll("iframe")) {
    for (const asked of frame.contentWindow.performance.getEntriesByType("resource")) {
      if (!asked.name.startsWith(location.origin + "/") && !asked.name.startsWith("data:")) {
        found.push({ page: frame.dataset.page, fault: "asks for " + asked.name });
      }
    }
    for (const width of %(widths)s) {
      frame.width = width;
      measure(frame);
    }
  }
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.replaceChildren(out);
});
</script></body></html>
"""
_SEARCH = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>searched</title><link rel="icon" href="data:,"></head>
<body><iframe src="/%(page)s" width="1000" height="700"></iframe><script>
"use strict";
window.addEventListener("load", function () {
  const inner = document.querySelector("iframe").contentDocument;
  const box = inner.getElementById("search");
  const shown = box.checkVisibility();
  const answers = %(questions)s.map(function (question) {
    box.value = question;
    box.dispatchEvent(new Event("input"));
    const links = Array.from(inner.querySelectorAll("#found a"), (one) => [one.textContent, one.getAttribute("href")]);
    return [links, Array.from(inner.querySelectorAll("#found .note"), (one) => one.textContent)];
  });
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify({ shown, answers });
  document.body.replaceChildren(out);
});
</script></body></html>
"""
HARNESS = "/harness"
_FOUND = re.compile(r'<pre id="found">(.*?)</pre>', re.DOTALL)
_CONSOLE = re.compile(r"CONSOLE.*?\"(.*)\"")


def chromium():
    """The path of a Chromium, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class _Seen(SimpleHTTPRequestHandler):
    """Serves files, and remembers each request with its answer."""

    def __init__(self, *arguments, seen, harness, **more):
        self.seen = seen
        self.harness = harness
        super().__init__(*arguments, **more)

    def do_GET(self):
        if self.path != HARNESS:
            super().do_GET()
            return
        content = self.harness.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, code="-", size="-"):
        del size
        if self.path != HARNESS:
            self.seen.append((self.path, int(code)))

    def log_message(self, *arguments):
        """Say nothing."""


class Browser:
    """Measures the pages of one folder."""

    def __init__(self, path, folder, profile):
        self.path = path
        self.folder = folder
        self.profile = profile
        self.requests = []
        self.console = []

    def measure(self, pages, widths):
        """Lay out pages at widths; give what was found, a `fault` or what is `beyond` the page among it."""
        frames = "".join(f'<iframe src="/{page}" data-page="{page}" width="{widths[0]}"></iframe>' for page in pages)
        return self._run(_HARNESS % {"frames": frames, "widths": json.dumps(widths)})

    def search(self, page, questions):
        """Search on a page; give for each question the links that were found, with their words, and the notes below."""
        told = self._run(_SEARCH % {"page": page, "questions": json.dumps(questions)})
        assert told["shown"], "the search is not shown"
        return told["answers"]

    def _run(self, harness):
        handler = partial(_Seen, directory=str(self.folder), seen=self.requests, harness=harness)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                return self._ask(f"http://127.0.0.1:{server.server_port}{HARNESS}")
            finally:
                server.shutdown()
                thread.join()

    def _ask(self, address):
        command = [
            self.path,
            *_FLAGS,
            f"--user-data-dir={self.profile}",
            "--window-size=1400,900",
            "--dump-dom",
            address,
        ]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=True)
        self.console += _CONSOLE.findall(done.stderr)
        told = _FOUND.search(done.stdout)
        assert told is not None, done.stderr[-2000:]
        return json.loads(unescape(told[1]))
