/** One broker to publish to: the login, what is sent, and how it stands. */

import type { PublisherConfig, PublisherInfo } from "@mega/contract";
import { SwitchField } from "../../form/choice-field.tsx";
import { SecretField } from "../../form/secret-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { readToken } from "../draft/rules.ts";
import { DraftField, idOf } from "../general/draft-field.tsx";
import { dropSlips, edit, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import {
  changedPublisher,
  type PublisherPatch,
  readPrefix,
  userReader,
  withoutPublisher,
} from "./draft-publishers.ts";
import { PublisherState } from "./publisher-state.tsx";

interface PublisherFieldsProps {
  readonly entry: PublisherConfig;
  readonly index: number;
  /** Undefined until it is saved. */
  readonly info: PublisherInfo | undefined;
}

/** The fields. */
export function PublisherFields({ entry, index, info }: PublisherFieldsProps) {
  const { publish } = allWords.value;
  const place = `/mqtt/publish/${index}`;
  const name = entry.broker ?? publish.ownBroker;
  return (
    <fieldset class="line-fields">
      <legend class="label">{publish.place(name)}</legend>
      <LoginFields entry={entry} index={index} place={place} />
      <Switches entry={entry} index={index} place={place} />
      {info === undefined ? null : <PublisherState info={info} />}
      <p class="row">
        <button
          type="button"
          class="btn btn--quiet"
          onClick={() => {
            dropSlips("/mqtt/publish/");
            edit((before) => withoutPublisher(before, index));
          }}
        >
          {publish.stop(name)}
        </button>
      </p>
    </fieldset>
  );
}

interface PartProps {
  readonly entry: PublisherConfig;
  readonly index: number;
  readonly place: string;
}

function LoginFields({ entry, index, place }: PartProps) {
  const { publish } = allWords.value;
  const isOwn = entry.broker === undefined;
  return (
    <div class="fs">
      <DraftField
        pointer={`${place}/user`}
        label={publish.user}
        value={entry.user ?? ""}
        lengthMax={255}
        read={userReader(isOwn)}
        apply={(before, user) => changedPublisher(before, index, { user })}
        {...(isOwn ? { hint: publish.userOwn } : {})}
      />
      <SecretField
        id={idOf(`${place}/password`)}
        label={publish.password}
        value={entry.password ?? ""}
        lengthMax={255}
        hint={publish.passwordHint}
        message={messageAt(`${place}/password`)}
        onTyped={(text) =>
          typed(`${place}/password`, text, readToken, (before, password) =>
            changedPublisher(before, index, { password }),
          )
        }
        {...(isOwn
          ? {}
          : {
              onRemove: () => {
                dropSlips(`${place}/password`);
                edit((before) => changedPublisher(before, index, { password: undefined }));
              },
            })}
      />
      {entry.homeAssistant === true ? (
        <DraftField
          pointer={`${place}/discoveryPrefix`}
          label={publish.prefix}
          value={entry.discoveryPrefix ?? ""}
          placeholder="homeassistant"
          lengthMax={63}
          read={readPrefix}
          apply={(before, discoveryPrefix) => changedPublisher(before, index, { discoveryPrefix })}
        />
      ) : null}
    </div>
  );
}

function Switches({ entry, index, place }: PartProps) {
  const { publish } = allWords.value;
  const change = (patch: PublisherPatch) =>
    edit((before) => changedPublisher(before, index, patch));
  return (
    <div class="row">
      <SwitchField
        label={publish.homeAssistant}
        checked={entry.homeAssistant === true}
        onCheck={(on) => {
          dropSlips(`${place}/discoveryPrefix`);
          change({ homeAssistant: on || undefined });
        }}
      />
      <SwitchField
        label={publish.live}
        checked={entry.live === true}
        onCheck={(on) => change({ live: on || undefined })}
      />
      <SwitchField
        label={publish.commands}
        checked={entry.commands === true}
        onCheck={(on) => change({ commands: on || undefined })}
      />
    </div>
  );
}
