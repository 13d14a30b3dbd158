"""Files that point elsewhere: nothing that they name is opened."""
import http.server
import threading

from harness import REFUSED

FORMS = {
    "playlist.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n",
    "playlist.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile '{url}'\n",
    "list.mp4": "ffconcat version 1.0\nfile '{url}'\n",
    "manifest.mpd": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
                    '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{url}'
                    "</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "session.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
                   "a=rtpmap:96 H264/90000\n",
    "pointer.asx": '<asx version="3.0"><entry><ref href="{url}"/></entry></asx>',
    "pointer.pls": "[playlist]\nFile1={url}\nNumberOfEntries=1\n",
    "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="64" '
                   'height="48"><image x:href="{url}" width="64" height="48"/></svg>',
    "entities.svg": '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "{url}"><!ENTITY b SYSTEM "{url}">]>'
                    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><text>&a;&b;</text></svg>',
}


class Listener(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        Listener.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *words):
        pass


def references(bench):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = bench.folder / "secret.mkv"
    bench.ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=4:duration=1", "-c:v", "ffv1", secret)
    for name, form in FORMS.items():
        for kind, url in (("host", f"http://127.0.0.1:{server.server_port}/{name}"), ("file", secret.as_uri()),
                          ("path", str(secret))):
            path = bench.folder / f"{kind}_{name}"
            path.write_text(form.format(url=url))
            wanted = None if name.endswith(".svg") else REFUSED
            ended = bench.analysed(path)
            if Listener.asked:
                bench.add(path.name, "crash", f"asked a host for {Listener.asked.pop()}")
            elif "secret" in ended.out:
                bench.add(path.name, "crash", "followed the path")
            else:
                bench.expect(path.name, ended, wanted)
    server.shutdown()
