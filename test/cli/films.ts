import { made } from "../fixtures-made/made.ts";

// Films of known content, each a real clip's kind: a camera move, light, sound, cuts, words.
const noise = "nullsrc=size=1280x720,geq=lum='128+90*sin(X/37)*cos(Y/23)+30*sin((X+Y)/11)':cb=128:cr=128";

/** 6 s: still, then the camera pans to the left (the picture moves to the right) from 2 to 4 s, then still. */
export const panFilm = (): Promise<string> =>
  made("cli-pan.mp4", [
    "-f", "lavfi", "-i", `${noise},trim=end_frame=1,loop=loop=150:size=1,setpts=N/25/TB,fps=25`,
    "-vf", "crop=640:360:x='500-140*clip(t-2\\,0\\,2)':y=180",
    "-t", "6", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "veryfast",
  ]); // prettier-ignore

/** 8 s: grey; dark from 3 to 5 s; a white flash of two frames at 6 s. */
export const lightFilm = (): Promise<string> =>
  made("cli-light.mp4", [
    "-f", "lavfi", "-i", "color=c=0x707070:size=320x180:rate=25:duration=8",
    "-vf", "drawbox=color=0x050505:t=fill:enable='between(t,3,4.99)',drawbox=color=white:t=fill:enable='between(n,150,151)'",
    "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

/** 9 s of tone with silence from 4 to 6 s. */
export const quietFilm = (): Promise<string> =>
  made("cli-quiet.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=9",
    "-f", "lavfi", "-i", "sine=frequency=440:duration=9",
    "-af", "volume=0:enable='between(t,4,6)'",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
  ]); // prettier-ignore

/** 6 s with hard cuts at frames 50 and 100. */
export const cutFilm = (): Promise<string> =>
  made("cli-cuts.mp4", [
    "-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=25:maxiter=50",
    "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25",
    "-f", "lavfi", "-i", "cellauto=size=320x180:rate=25:rule=110",
    "-filter_complex", "[0]trim=duration=2,setpts=PTS-STARTPTS,format=yuv420p[a];[1]trim=duration=2,setpts=PTS-STARTPTS,format=yuv420p[b];[2]trim=duration=2,setpts=PTS-STARTPTS,format=yuv420p[c];[a][b][c]concat=n=3",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-t", "6",
  ]); // prettier-ignore

/** 6 s: red from 2 to 4 s on grey, with a subtitle track inside. */
export const redFilm = (): Promise<string> =>
  made("cli-red.mp4", [
    "-f", "lavfi", "-i", "color=c=0x808080:size=320x180:rate=25:duration=6",
    "-vf", "drawbox=x=60:y=20:w=200:h=140:color=0xd01010:t=fill:enable='between(t,2,3.99)'",
    "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore
