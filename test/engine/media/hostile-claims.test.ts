import {
  copyFileSync,
  mkdtempSync,
  openSync,
  ftruncateSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorBody } from "../../../contract/errors.ts";
import { createContext } from "../../../main/engine/context.ts";
import { bounds } from "../../../main/engine/media/bounds.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { inputOf, probeFile } from "../../../main/engine/media/probe.ts";
import { formatsOf } from "../../../main/engine/media/readable-formats.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import { readWords } from "../../../main/engine/words/read.ts";
import * as made from "../../fixtures-made/made.ts";
import { call, openEngine } from "../engine/open-engine.ts";
import { survive } from "./survive.ts";

const ctx = createContext();
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-claims-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, bytes: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** A PNG that claims a size it does not have; its check sum is right. */
function png(width: number, height: number): Buffer {
  const crcOf = (bytes: Buffer): number => {
    let crc = ~0;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
    }
    return ~crc >>> 0;
  };
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crcOf(body));
    return Buffer.concat([length, body, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(1000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Changes what stands at a place that is found by what stands before it. */
function patched(bytes: Buffer, mark: string | Buffer, offset: number, value: Buffer): Buffer {
  const at = bytes.indexOf(mark);
  if (at < 0) throw new Error("nothing to change");
  const out = Buffer.from(bytes);
  value.copy(out, at + offset);
  return out;
}
const u16 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((v, i) => out.writeUInt16BE(v, i * 2));
  return out;
};
const float64 = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeDoubleBE(value);
  return out;
};
/** Matroska's element "Duration": eight bytes of floating point, in milliseconds. */
const durationMark = Buffer.from([0x44, 0x89, 0x88]);

describe("claims in real files", () => {
  it("65535 squared: a picture, a film's container, an uncompressed film", async () => {
    expect(await survive(put("huge.png", png(65_535, 65_535)))).toMatch(/too-large|unreadable/);
    // The sample entry of an MP4: size at 24 bytes after its name. The pictures themselves are small.
    const mp4 = readFileSync(await made.tinyClip());
    expect(await survive(put("huge.mp4", patched(mp4, "avc1", 28, u16(65_535, 65_535))))).toMatch(
      /works|too-large/,
    );
    const avi = readFileSync(
      await made.made("raw.avi", [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=64x48:rate=5:duration=1",
        "-c:v",
        "rawvideo",
        "-pix_fmt",
        "bgr24",
      ]),
    );
    const size = Buffer.alloc(8);
    size.writeUInt32LE(65_535, 0);
    size.writeUInt32LE(65_535, 4);
    const raw = patched(avi, "strf", 12, size);
    expect(await survive(put("huge.avi", raw))).toMatch(/too-large|unreadable/);
  });

  it("pictures that grow beyond all bounds in the middle of a film", async () => {
    // ffmpeg keeps every decoder of ours below the bound, whatever the container said.
    expect(inputOf("/film.mp4").join(" ")).toContain(`-max_pixels ${bounds.maxPixels}`);
    const small = await made.tinyTsClip();
    const large = await made.made("wide.ts", [
      "-f", "lavfi", "-i", "color=c=gray:size=16000x9200:rate=25:duration=0.08", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-f", "mpegts",
    ]); // prettier-ignore
    const outcome = await survive(put("grows.ts", Buffer.concat([readFileSync(small), readFileSync(large)])));
    expect(outcome).toMatch(/works|too-large|unreadable/);
    expect(await survive(large)).toBe("too-large");
  });

  it("a thousand years, in the head and in the times of frames", async () => {
    const mkv = readFileSync(await made.tinyMkvClip());
    const years = put("years.mkv", patched(mkv, durationMark, 3, float64(3.156e13)));
    await expect(probeFile(ctx, years)).rejects.toMatchObject({
      code: "unsupported",
      file: years,
      message: expect.stringContaining("days") as string,
    });
    for (const ticks of ["31557600000000", "400000000"]) {
      const gap = await made.made(`gap-${ticks}.mkv`, [
        "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=2", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p",
        "-bsf:v", `setts=ts='if(gte(N\\,8)\\,PTS+${ticks}\\,PTS)'`,
      ]); // prettier-ignore
      // The head says little, so that only the frames tell.
      const sly = put(`sly-${ticks}.mkv`, patched(readFileSync(gap), durationMark, 3, float64(2000)));
      const tell = probeFile(ctx, sly).then((probe) => buildFrameTable(ctx, sly, probe));
      await expect(tell).rejects.toMatchObject({ code: "unsupported", file: sly });
    }
  });

  it("300 streams", async () => {
    const many = await made.made("streams-300.mkv", [
      "-f", "lavfi", "-i", "sine=duration=0.2:sample_rate=8000",
      ...Array.from({ length: 300 }, () => ["-map", "0:a"]).flat(), "-c:a", "pcm_u8",
    ]); // prettier-ignore
    await expect(probeFile(ctx, many)).rejects.toMatchObject({
      code: "too-large",
      file: many,
      message: expect.stringContaining("300 streams") as string,
    });
  });

  it("a hole of nearly three days is indexed within the bound of memory", { timeout: 120_000 }, async () => {
    const film = await made.made("hole-3-days.mkv", [
      "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=2", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p",
      "-bsf:v", "setts=ts='if(gte(N\\,8)\\,PTS+257000000\\,PTS)'",
    ]); // prettier-ignore
    const opened = await openEngine(join(folder, "library"), { readScreen: false });
    try {
      const before = process.memoryUsage().rss;
      const { files } = await opened.take(film);
      await opened.settled();
      const file = await opened.engine.service.call("media.get", { id: files[0]?.id as never }, call);
      expect(["ready", "failed"]).toContain(file.state);
      if (file.state === "failed") expect(file.error?.code).not.toBe("internal");
      expect(process.memoryUsage().rss - before).toBeLessThan(1.5 * 1024 ** 3);
    } finally {
      await opened.engine.close();
    }
  });
});

describe("nothing outside of the file that was named is read", () => {
  const secret = (): string => join(folder, "secret.mp4");
  /** Old enough that a read is noted even where only every first one a day is. */
  const untouched = (): void =>
    utimesSync(secret(), new Date(Date.now() - 172_800_000), new Date(Date.now() - 86_400_000));
  const wasRead = (): boolean => Date.now() - statSync(secret()).atimeMs < 86_400_000;

  it("by any file that points at it", async (test) => {
    copyFileSync(await made.tinyClip(), secret());
    untouched();
    readFileSync(secret());
    if (!wasRead()) test.skip("this file system does not tell when a file was read");
    const dash =
      '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>secret.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>';
    const pointing: [string, string | Buffer][] = [
      ["list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n"],
      ["list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n"],
      [
        "control.mp4",
        "#EXTM3U\n#\u0001\u0000\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n",
      ],
      ["mark.m3u8", "\uFEFF#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n"],
      ["concat.mkv", "ffconcat version 1.0\nfile 'secret.mp4'\n"],
      ["concat-control.mkv", "ffconcat version 1.0\n#\u0001\u0000\nfile 'secret.mp4'\n"],
      ["unsafe.mp4", `ffconcat version 1.0\nfile '${secret()}'\n`],
      ["dash.mp4", `<?xml version="1.0"?>\n${dash}`],
      ["dash-late.mp4", `<?xml version="1.0"?>\n<!--${" ".repeat(6000)}-->\n${dash}`],
      ["dash-control.mp4", Buffer.concat([Buffer.from([0, 1, 2, 3]), Buffer.from(dash)])],
      [
        "sub.idx",
        "# VobSub index file, v7 (do not modify this line!)\n\u0001\nid: en, index: 0\ntimestamp: 00:00:01:000, filepos: 000000000\n",
      ],
      ["session.sdp", "v=0\r\n\u0001\r\nc=IN IP4 127.0.0.1\r\nm=video 5000 RTP/AVP 96\r\n"],
      ["list.pls", "[playlist]\nFile1=secret.mp4\n"],
      ["list.asx", '<asx version="3.0"><entry><ref href="secret.mp4"/></entry></asx>'],
      [
        "imf.xml",
        '<?xml version="1.0"?><CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"></CompositionPlaylist>',
      ],
      // A movie whose samples are said to lie in another file.
      ["reference.mov", reference(readFileSync(await made.tinyClip()))],
    ];
    const outcomes: Record<string, string> = {};
    for (const [name, bytes] of pointing) {
      const path = put(name, bytes);
      untouched();
      outcomes[name] = await survive(path);
      expect(wasRead(), name).toBe(false);
    }
    for (const name of [
      "list.m3u8",
      "list.mp4",
      "control.mp4",
      "concat.mkv",
      "concat-control.mkv",
      "unsafe.mp4",
    ])
      expect(outcomes[name], name).toBe("unsupported");
    for (const [name, outcome] of Object.entries(outcomes))
      if (name !== "reference.mov") expect(outcome, name).not.toBe("works");
  });

  /** The movie's own data is said to be elsewhere: no "self-contained" flag, and an alias. */
  function reference(movie: Buffer): Buffer {
    const at = movie.indexOf("url ");
    const out = Buffer.from(movie);
    out.writeUInt32BE(0, at + 4);
    return out;
  }

  it("by a name that is a pattern", async () => {
    const one = readFileSync(await made.tinyClip());
    copyFileSync(await made.tinyClip(), secret());
    const still = png(8, 8);
    for (let i = 0; i < 3; i++) put(`shot${i}.png`, still);
    put("shot%d.png", png(64, 48));
    // The picture of that very name, not the sequence that it is a pattern of.
    expect((await probeFile(ctx, join(folder, "shot%d.png"))).video).toMatchObject({ width: 64, height: 48 });
    put("film%d.mp4", one);
    expect(await survive(join(folder, "film%d.mp4"))).toBe("works");
  });

  it("formats that point elsewhere are left out of what ffprobe may open", () => {
    const listing =
      "File formats:\n D. = Demuxing supported\n --\n D  concat          Virtual\n DE matroska,webm   Matroska\n D  hls             Apple\n D d lavfi          Device\n  E null            raw\n";
    expect(formatsOf(listing)).toEqual(["matroska", "webm"]);
  });
});

describe("subtitles", () => {
  it("beside a film: scripts are text, and huge ones are left out with a word", async () => {
    const film = join(folder, "film.mp4");
    copyFileSync(await made.tinyClip(), film);
    put(
      "film.en.srt",
      "1\n00:00:00,100 --> 00:00:00,900\n<script>alert(1)</script><img src=x onerror=alert(2)>Hello & <b>you</b>\n",
    );
    const huge = openSync(join(folder, "film.de.srt"), "w");
    ftruncateSync(huge, 3 * 1024 ** 3);
    closeSync(huge);
    const before = process.memoryUsage().rss;
    const { cues, notes } = await readWords(ctx, { path: film, probe: await probeFile(ctx, film) });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2);
    expect(notes).toEqual([expect.stringContaining("film.de.srt") as string]);
    expect(cues).toHaveLength(1);
    expect(cues[0]?.text).toContain("Hello & you");
    expect(cues[0]?.text).not.toMatch(/<script|<img/);
    // As a window gets them.
    rmSync(join(folder, "film.de.srt"));
    const opened = await openEngine(join(folder, "subtitles"), { readScreen: false });
    const id = await opened.indexed(film);
    const vtt = await (
      await opened.engine.bulk(new Request(`http://engine/media/${id}/subtitles.vtt`))
    ).text();
    await opened.engine.close();
    expect(vtt).toContain("Hello");
    expect(vtt).not.toMatch(/<script|<img/);
  });

  it("inside a film: text that grows to any size is cut off and said", { timeout: 120_000 }, async () => {
    const line = "words ".repeat(2000);
    const two = (n: number): string => String(n).padStart(2, "0");
    const cue = (i: number): string => {
      const at = `${two(Math.floor(i / 3600))}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)}`;
      return `${i + 1}\n${at},000 --> ${at},900\n${line}\n\n`;
    };
    const text = put("many.srt", Array.from({ length: 3000 }, (_, i) => cue(i)).join(""));
    const film = join(folder, "stuffed.mkv");
    const { ffmpeg } = await findTools(ctx);
    const tiny = await made.tinyClip();
    const args = [
      "-v",
      "error",
      "-y",
      "-nostdin",
      "-i",
      tiny,
      "-i",
      text,
      "-map",
      "0:v",
      "-map",
      "1:s",
      "-c",
      "copy",
      film,
    ];
    expect((await runProgram(ctx, ffmpeg.path, args)).code).toBe(0);
    rmSync(text);
    expect(statSync(film).size).toBeGreaterThan(33 * 1024 ** 2);
    const before = process.memoryUsage().rss;
    const { cues, notes } = await readWords(ctx, { path: film, probe: await probeFile(ctx, film) });
    expect(cues).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/stream 1.*bytes/) as string]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 ** 2);
  });
});

describe("a hang is ended", () => {
  it("every error of a stage that takes too long names the file", async () => {
    const stop = AbortSignal.timeout(1);
    await new Promise((later) => setTimeout(later, 20));
    const body = errorBody(
      await probeFile(createContext({ signal: stop }), await made.tinyClip()).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    expect(body.code).toBe("cancelled");
  });
});
