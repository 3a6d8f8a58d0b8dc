/** What the mail would be, asked again when the fields have rested. */

import type { MailPreview, MailRequest } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { failureText } from "../state/session.ts";
import { previewMail } from "./mail-client.ts";

const REST_MS = 400;

/** The preview of a request; the last one stays while the next is asked. */
export function usePreview(request: MailRequest | null): {
  readonly preview: MailPreview | null;
  readonly failure: string | null;
} {
  const [preview, setPreview] = useState<MailPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const asked = request === null ? "" : JSON.stringify(request);
  useEffect(() => {
    if (asked === "") return;
    let stale = false;
    const timer = setTimeout(() => {
      previewMail(JSON.parse(asked) as MailRequest).then(
        (found) => {
          if (stale) return;
          setPreview(found);
          setFailure(null);
        },
        (error) => {
          if (!stale) setFailure(failureText(error).text);
        },
      );
    }, REST_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return { preview, failure };
}
