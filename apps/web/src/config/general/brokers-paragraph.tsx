/** Paragraph 3: the gateway's own broker, and those it logs in to. */

import type { GatewayConfig } from "@mega/contract";
import { SwitchField } from "../../form/choice-field.tsx";
import { SecretField } from "../../form/secret-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { patched } from "../draft/document.ts";
import { freeName } from "../draft/free-name.ts";
import { readBrokerUrl, readHost, readId, readPort } from "../draft/rules.ts";
import { PublishCard } from "../publish/publish-card.tsx";
import { dropSlips, edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { BrokerTest } from "../tests/broker-test.tsx";
import { DraftField, idOf } from "./draft-field.tsx";
import { Paragraph } from "./paragraph.tsx";

type MqttConfig = NonNullable<GatewayConfig["mqtt"]>;
type BrokerConfig = NonNullable<MqttConfig["brokers"]>[number];

const BROKERS_MAX = 8;

/** The paragraph. */
export function BrokersParagraph({ of }: { readonly of: GatewayConfig }) {
  const { config } = allWords.value;
  const mqtt = of.mqtt ?? {};
  const brokers = mqtt.brokers ?? [];
  return (
    <Paragraph no={3} title={config.mqtt} note={config.mqttNote}>
      <OwnBroker embedded={mqtt.embedded} />
      {brokers.map((broker, index) => (
        <BrokerFields key={`${index}-${broker.id}`} broker={broker} index={index} of={of} />
      ))}
      <button
        type="button"
        class="btn"
        disabled={brokers.length >= BROKERS_MAX}
        onClick={() =>
          editMqtt(({ brokers: before = [], ...rest }) => ({
            ...rest,
            brokers: [...before, { id: freeName("broker", before), url: "mqtt://" }],
          }))
        }
      >
        {config.addBroker}
      </button>
      <PublishCard of={of} />
    </Paragraph>
  );
}

function OwnBroker({ embedded }: { readonly embedded: MqttConfig["embedded"] }) {
  const { config } = allWords.value;
  return (
    <div class="fs">
      <div class="field">
        <span class="label">{config.ownBroker}</span>
        <SwitchField
          label={config.listens}
          checked={embedded !== undefined}
          onCheck={(on) => {
            dropSlips("/mqtt/embedded");
            editMqtt((before) =>
              patched<MqttConfig>(before, { embedded: on ? { host: "0.0.0.0" } : undefined }),
            );
          }}
        />
      </div>
      {embedded === undefined ? null : (
        <>
          <DraftField
            pointer="/mqtt/embedded/host"
            label={config.listenHost}
            value={embedded.host ?? "127.0.0.1"}
            read={readHost}
            apply={(before, host) => withOwn(before, { host })}
            hint={config.listenHostHint}
          />
          <DraftField
            pointer="/mqtt/embedded/port"
            label={config.port}
            value={String(embedded.port ?? 1883)}
            inputMode="numeric"
            read={readPort}
            apply={(before, port) => withOwn(before, { port })}
          />
        </>
      )}
    </div>
  );
}

function BrokerFields(props: {
  readonly broker: BrokerConfig;
  readonly index: number;
  readonly of: GatewayConfig;
}) {
  const { config } = allWords.value;
  const { broker, index, of } = props;
  const place = `/mqtt/brokers/${index}`;
  const change = (part: { readonly [K in keyof BrokerConfig]?: BrokerConfig[K] | undefined }) =>
    edit((before) => withBroker(before, index, part));
  const inUse =
    of.meters?.some((meter) => meter.mqtt?.broker === broker.id) === true ||
    of.mqtt?.publish?.some((one) => one.broker === broker.id) === true;
  return (
    <fieldset class="line-fields">
      <legend class="label">{`${config.broker} ${broker.id}`}</legend>
      <div class="fs">
        <DraftField
          pointer={`${place}/id`}
          label={config.shortName}
          value={broker.id}
          read={readId}
          apply={(before, id) => renamedBroker(before, index, id)}
        />
        <DraftField
          pointer={`${place}/url`}
          class="sp2"
          label="Broker"
          value={broker.url}
          inputMode="url"
          placeholder="mqtt://ha.local:1883"
          read={readBrokerUrl}
          apply={(before, url) => withBroker(before, index, { url })}
        />
        <SecretField
          id={idOf(`${place}/password`)}
          label={config.mqttPass}
          value={broker.password ?? ""}
          lengthMax={255}
          hint={config.mqttPassHint}
          message={messageAt(`${place}/password`)}
          onTyped={(password) => change({ password: password === "" ? undefined : password })}
          onRemove={() => change({ password: undefined })}
        />
      </div>
      <p class="row">
        <button
          type="button"
          class="btn btn--quiet"
          disabled={inUse}
          onClick={() => {
            dropSlips("/mqtt/brokers/");
            editMqtt(({ brokers = [], ...rest }) => {
              const left = brokers.filter((_, at) => at !== index);
              return left.length === 0 ? rest : { ...rest, brokers: left };
            });
          }}
        >
          {config.removeOne(broker.id)}
        </button>
        {inUse ? <span class="small muted">{config.inUse}</span> : null}
      </p>
      <BrokerTest
        broker={{
          url: broker.url,
          brokerId: broker.id,
          ...(broker.password === undefined ? {} : { password: broker.password }),
        }}
      />
    </fieldset>
  );
}

function editMqtt(change: (before: MqttConfig) => MqttConfig): void {
  edit((before) => {
    const mqtt = change(before.mqtt ?? {});
    const isEmpty = Object.keys(mqtt).length === 0;
    return patched<GatewayConfig>(before, { mqtt: isEmpty ? undefined : mqtt });
  });
}

function withOwn(before: GatewayConfig, part: MqttConfig["embedded"]): GatewayConfig {
  const { mqtt = {} } = before;
  return { ...before, mqtt: { ...mqtt, embedded: { ...mqtt.embedded, ...part } } };
}

function withBroker(
  before: GatewayConfig,
  index: number,
  part: { readonly [K in keyof BrokerConfig]?: BrokerConfig[K] | undefined },
): GatewayConfig {
  const { mqtt = {} } = before;
  const brokers = (mqtt.brokers ?? []).map((broker, at) =>
    at === index ? patched<BrokerConfig>(broker, part) : broker,
  );
  return { ...before, mqtt: { ...mqtt, brokers } };
}

/** Everything that names the broker follows its name. */
function renamedBroker(before: GatewayConfig, index: number, id: string): GatewayConfig {
  const old = before.mqtt?.brokers?.[index]?.id;
  const renamed = withBroker(before, index, { id });
  const { meters, mqtt } = renamed;
  const publish = mqtt?.publish?.map((one) => (one.broker === old ? { ...one, broker: id } : one));
  return patched<GatewayConfig>(renamed, {
    mqtt: patched<MqttConfig>(mqtt ?? {}, { publish }),
    meters: meters?.map((meter) =>
      meter.mqtt?.broker === undefined || meter.mqtt.broker !== old
        ? meter
        : { ...meter, mqtt: { ...meter.mqtt, broker: id } },
    ),
  });
}
