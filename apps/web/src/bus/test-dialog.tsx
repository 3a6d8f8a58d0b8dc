/** The live test of one meter in a dialog of its own. */

import type { MeterTestRequest } from "@mega/contract";
import { useRef } from "preact/hooks";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { LiveTest } from "./live-test.tsx";
import { testedMeter } from "./tested-meter.ts";

/** The dialog, while a meter is chosen. */
export function TestDialog() {
  const request = testedMeter.value;
  return request === null ? null : <OpenDialog key={nameOf(request)} request={request} />;
}

function OpenDialog({ request }: { readonly request: MeterTestRequest }) {
  const box = useRef<HTMLDialogElement>(null);
  useModal(box);
  const { bus, shell } = allWords.value;
  const name = nameOf(request);
  return (
    <dialog
      ref={box}
      class="wide"
      aria-labelledby="test-title"
      onClose={() => {
        testedMeter.value = null;
      }}
    >
      <div class="dialog-body">
        <h2 id="test-title">{bus.test.name(name)}</h2>
        <LiveTest request={request} name={name} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={() => box.current?.close()}>
          {shell.close}
        </button>
      </div>
    </dialog>
  );
}

function nameOf(request: MeterTestRequest): string {
  switch (request.kind) {
    case "channel":
      return `CH${request.channelNo}`;
    case "meter":
      return request.meterId;
    case "draft":
      return request.meter.id;
  }
}
