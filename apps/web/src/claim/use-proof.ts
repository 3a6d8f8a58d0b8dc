/** The proof of presence that a person is giving: the setup code, or the button, which is watched. */

import type { ClaimRequest } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { gatewayNowMs } from "../api/request.ts";
import { loadSession, session } from "../state/login.ts";
import { checkCode, groupedCode } from "./setup-code.ts";

const LOOK_EVERY_MS = 2_000;

/** What a form keeps of the proof. */
export interface ProofState {
  readonly kind: "code" | "prg";
  readonly code: string;
  /** Minutes for which the button's press stands, rounded up; 0 when it was not seen. */
  readonly openMinutes: number;
  /** The proof for the gateway; null while there is none. */
  readonly proof: ClaimRequest["proof"] | null;
  readonly choose: (kind: "code" | "prg") => void;
  readonly type: (typed: string) => void;
  /** Writes a whole code as it stands on the label. */
  readonly tidy: () => void;
}

/** The state of the proof. While the button is waited for, the gateway is asked every two seconds. */
export function useProof(): ProofState {
  const [kind, choose] = useState<"code" | "prg">("code");
  const [code, type] = useState("");
  useEffect(() => {
    if (kind !== "prg") return;
    void loadSession();
    const timer = setInterval(() => void loadSession(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [kind]);
  const until = session.value?.prgOpenUntil ?? null;
  const leftMs = until === null ? 0 : Date.parse(until) - (gatewayNowMs() ?? 0);
  const openMinutes = Math.max(0, Math.ceil(leftMs / 60_000));
  const isWhole = checkCode(code).kind === "whole";
  const byButton = openMinutes > 0 ? ({ kind: "prg" } as const) : null;
  const byCode = isWhole ? ({ kind: "code", code: groupedCode(code) } as const) : null;
  return {
    kind,
    code,
    openMinutes,
    proof: kind === "prg" ? byButton : byCode,
    choose,
    type,
    tidy: () => {
      if (isWhole) type(groupedCode(code));
    },
  };
}
