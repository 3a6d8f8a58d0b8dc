/** The heads of an answer that is a file: its type and its name, for old and new browsers alike. */

import type { FastifyReply } from "fastify";

/** Names the file. The answer is made for this request and is not to be kept by anybody. */
export function asAttachment(reply: FastifyReply, fileName: string, mediaType: string): void {
  const encoded = encodeURIComponent(fileName);
  reply
    .type(mediaType)
    .header("cache-control", "no-store")
    .header(
      "content-disposition",
      `attachment; filename="${fileName}"; filename*=UTF-8''${encoded}`,
    );
}
