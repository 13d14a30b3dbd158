"""Clips that are odd, but media: each works, or the program says why not."""
from harness import REFUSED, SURVIVED, TINY, UNCLEAR, run

PICTURE = ["-f", "lavfi", "-i"]
TONE = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000:duration=1"]


def drawn(size="64x48", rate=10, seconds=1.0):
    return [*PICTURE, f"testsrc=size={size}:rate={rate}:duration={seconds}"]


def colour(name, seconds=1):
    return [*PICTURE, f"color={name}:size=64x48:rate=10:duration={seconds}"]


def channels(layout, rate, seconds=0.5):
    return ["-f", "lavfi", "-i", f"aevalsrc=sin(440*2*PI*t):channel_layout={layout}:sample_rate={rate}:duration={seconds}"]


FFV1 = ["-c:v", "ffv1"]
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]

# name, what ffmpeg is told, and what has to come of it (none: either)
CLIPS = [
    ("4k.mp4", [*drawn("3840x2160", 5, 0.6), *TONE, *H264], SURVIVED),
    ("ribbon_100000x2.mkv", [*drawn("100000x2", 2), *FFV1], None),
    ("ribbon_2x100000.mkv", [*drawn("2x30000", 2), *FFV1], None),
    ("dot_1x1.mkv", [*drawn("16x16", 4), "-vf", "scale=1:1", *FFV1], SURVIVED),
    ("too_many_pixels.png", [*PICTURE, "color=red:size=16000x16000:duration=1", "-frames:v", "1"], REFUSED),
    ("surround_192khz.flac", [*channels("5.1", 192000)], SURVIVED),
    ("surround_7_1.wav", [*channels("7.1", 48000)], SURVIVED),
    ("telephone_8khz.wav", [*channels("mono", 8000), "-c:a", "pcm_mulaw"], SURVIVED),
    ("telephone_4khz.wav", [*channels("mono", 4000)], SURVIVED),
    ("rate_768khz.wav", [*channels("mono", 768000, 0.1)], SURVIVED),
    ("thousand_frames_a_second.mkv", [*drawn("32x32", 1000, 0.5), *TONE, *FFV1], SURVIVED),
    ("one_frame_a_minute.mkv", [*drawn("32x32", "1/60", 120), *FFV1], SURVIVED),
    ("one_frame.mp4", [*drawn("64x48", 10, 0.1), "-frames:v", "1", *H264], SURVIVED),
    ("one_frame_with_sound.mkv", [*drawn(), *TONE, "-frames:v", "1", *FFV1, "-c:a", "pcm_s16le"], SURVIVED),
    ("still.png", [*drawn(), "-frames:v", "1"], SURVIVED),
    ("grey.png", [*drawn(), "-frames:v", "1", "-pix_fmt", "gray16be"], SURVIVED),
    ("palette.gif", [*drawn()], SURVIVED),
    ("alpha.mov", [*drawn(), "-c:v", "qtrle", "-pix_fmt", "argb"], SURVIVED),
    ("ten_bits.mkv", [*drawn(), *FFV1, "-pix_fmt", "yuv420p10le"], SURVIVED),
    ("float_sound.wav", [*channels("stereo", 44100), "-c:a", "pcm_f64le"], SURVIVED),
    ("turned.mp4", [*drawn(), *TONE, *H264, "-metadata:s:v", "rotate=90"], SURVIVED),
    ("flat_pixels.mkv", [*drawn(), *FFV1, "-aspect", "100:1"], SURVIVED),
    ("late_picture.mkv", ["-itsoffset", "3", *drawn(), *TONE, *FFV1], SURVIVED),
    ("late_sound.mkv", [*drawn(), "-itsoffset", "3", *TONE, "-map", "0", "-map", "1", *FFV1], SURVIVED),
    ("black_and_silent.mkv", [*colour("black"), "-f", "lavfi", "-i", "anullsrc=sample_rate=16000:duration=1", "-t", "1",
                              *FFV1], SURVIVED),
    ("white_and_constant.mkv", [*colour("white"), "-f", "lavfi", "-i", "aevalsrc=0.5:sample_rate=16000:duration=1",
                                *FFV1, "-c:a", "pcm_f32le"], SURVIVED),
    ("full_scale.wav", ["-f", "lavfi", "-i", "aevalsrc=1-2*mod(n\\,2):sample_rate=44100:duration=1", "-c:a", "pcm_f32le"],
     SURVIVED),
    ("beyond_full_scale.wav", ["-f", "lavfi", "-i", "aevalsrc=1e30*sin(t*1000):sample_rate=44100:duration=1", "-c:a",
                               "pcm_f32le"], None),
    ("not_numbers.wav", ["-f", "lavfi", "-i", "aevalsrc=0/0:sample_rate=44100:duration=1", "-c:a", "pcm_f32le"], REFUSED),
    ("eight_samples.wav", [*channels("mono", 16000, 0.0005)], REFUSED),
    ("sound_of_nothing.mkv", [*drawn(), "-f", "lavfi", "-i", "anullsrc=duration=0.001", *FFV1], SURVIVED),
    ("many_streams.mkv", [*drawn("16x16", 2), *(["-map", "0"] * 40), *FFV1], SURVIVED),
    ("too_many_streams.mkv", [*drawn("16x16", 2), *(["-map", "0"] * 80), *FFV1], REFUSED),
    ("subtitles_alone.srt", None, REFUSED),
    ("avi.avi", [*drawn(), *TONE, "-c:v", "mpeg4", "-c:a", "pcm_u8"], SURVIVED),
    ("stream.ts", [*drawn(), *TONE, "-c:v", "mpeg2video", "-c:a", "mp2", "-ar", "44100"], SURVIVED),
    ("web.webm", [*drawn(), *TONE, "-c:v", "libvpx", "-c:a", "libopus"], SURVIVED),
    ("raw.h264", [*drawn(), *H264], SURVIVED),
]

# Names that a shell, a terminal, FFmpeg or a web page would take for something else.
NAMES = ["clip.mp4", "with space.mp4", "quote'\".mp4", "new\nline.mp4", "tab\t.mp4", "escape\x1b[2J.mp4", "ελληνικά.mp4",
         "العربية.mp4", "中文视频.mp4", "🎬.mp4", "‮gpm.mp4", "e\u0301.mp4", "frame%03d.mp4", "all*.mp4", "what?.mp4",
         "[abc].mp4", "{a,b}.mp4", "-n.mp4", "http:a.mp4", "concat:a.mp4", "file:a.mp4", "a:b.mp4", "pipe:0", "<b>bold.mp4",
         "%1 %2.mp4", "&amp;.mp4", "$(reboot).mp4", "`reboot`.mp4", "n" * 251 + ".mp4", ".mp4", "no_ending", b"latin\xe9.mp4",
         b"broken\xff\xfe.mp4"]


def clips(bench):
    for name, words, wanted in CLIPS:
        path = bench.folder / name
        if words is None:
            path.write_text("1\n00:00:00,000 --> 00:00:01,000\nOnly words.\n")
        else:
            bench.ffmpeg(*words, path)
        bench.expect(name, bench.analysed(path, timeout=120), wanted, named=None)


def names(bench):
    source = bench.folder / "source.mp4"
    bench.ffmpeg(*drawn(), *TONE, *H264, source)
    data = source.read_bytes()
    folder = bytes(bench.folder / "names")
    import os
    os.mkdir(folder)
    for name in NAMES:
        raw = name if isinstance(name, bytes) else name.encode()
        path = folder + b"/" + raw
        with open(path, "wb") as file:
            file.write(data)
        shown = ascii(name)
        bench.expect(f"tvlt info of {shown}", bench.tvlt("info", "--json", path), SURVIVED)
        # As a person types it, in the clip's own folder.
        plain = raw if not raw.startswith(b"-") else b"./" + raw
        figure = folder + b"/" + b"figure.png"
        bench.expect(f"a figure of {shown}", bench.tvlt("reconstruct", plain, "--checkpoint", TINY, "-o", figure,
                                                        cwd=folder), SURVIVED)
        os.remove(path)


def long(bench):
    path = bench.folder / "three_hours.mkv"
    seconds = bench.few(1800, 3 * 3600)
    bench.ffmpeg(*drawn("16x16", 1, seconds), "-f", "lavfi", "-i",
                 f"sine=frequency=440:sample_rate=8000:duration={seconds}", *FFV1, "-c:a", "pcm_u8", path)
    for begin in (0, seconds // 2, seconds - 2):
        bench.expect(f"{seconds} s, from {begin} s", bench.analysed(path, "--start", str(begin)), SURVIVED)
    bench.expect("past its end", bench.analysed(path, "--start", str(seconds + 1)), REFUSED)


def folder(bench):
    clip = bench.folder / "clip.mkv"
    bench.ffmpeg(*drawn("16x16", 4, 0.5), *TONE, "-t", "0.5", *FFV1, "-c:a", "pcm_s16le", clip)
    many = bench.folder / "many"
    many.mkdir()
    count = bench.few(200, 10_000)
    for i in range(count):
        (many / f"clip {i:05}.mkv").hardlink_to(clip)
    (many / "broken.mkv").write_bytes(clip.read_bytes()[:300])
    (many / "empty.mkv").touch()
    ended = bench.tvlt("retrieve", clip, "--among", many, "--checkpoint", TINY, "--json", timeout=3000)
    bench.expect(f"{count} clips in a folder", ended, SURVIVED)
    named = all(name in ended.err for name in ("broken.mkv", "empty.mkv"))
    bench.add("two of them broken", REFUSED if named else UNCLEAR, "the broken ones are not named")


def again(bench):
    """The window opens and analyses clips again and again: it takes no more memory than after the first of them."""
    paths = []
    for i, size in enumerate(("320x240", "160x120", "64x48")):
        paths.append(bench.folder / f"clip {i}.mkv")
        bench.ffmpeg(*drawn(size, 25, 3), *TONE, "-t", "3", *FFV1, "-c:a", "pcm_s16le", paths[-1])
    last = bench.few(120, 500)
    ended = run([bench.program("reopen"), "--first", "50", "--last", str(last), *paths], timeout=3000)
    good = ended.code == 0
    bench.add(f"{last} clips opened", SURVIVED if good else UNCLEAR, f"{ended.out[-300:]} {ended.err[-300:]}", times=last)
