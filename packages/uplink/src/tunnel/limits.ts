/** What may pass through a tunnel at once, and for how long. */

/** A tunnel ends after this, whatever goes on in it; each side measures for itself. */
export const TUNNEL_MS_MAX = 15 * 60_000;
/** The one-time secret of a tunnel that was asked for is good for so long. */
export const TUNNEL_SECRET_MS_MAX = 60_000;
/** Without a request it ends sooner. */
export const TUNNEL_IDLE_MS_MAX = 5 * 60_000;
/** Requests that go on at the same time. */
export const TUNNEL_STREAMS_MAX = 32;
/** Bytes of the head of a request or of an answer. */
export const TUNNEL_HEAD_BYTES_MAX = 16_384;
/** Headers in it. */
export const TUNNEL_HEADERS_MAX = 64;
/** Bytes of a body in one frame. */
export const TUNNEL_DATA_BYTES_MAX = 65_536;
/** Bytes that one side may send of a body before the other one has read them. */
export const TUNNEL_WINDOW_BYTES = 131_072;
/** Bytes of a whole frame: its kind, its stream, what it carries. */
export const TUNNEL_FRAME_BYTES_MAX = 5 + TUNNEL_DATA_BYTES_MAX;
/** So long nothing may be heard of the other side; it is asked for a sign of life three times in it. */
export const TUNNEL_SILENCE_MS_MAX = 45_000;
