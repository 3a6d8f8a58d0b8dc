import { SECRET_KEPT } from "@mega/contract";
import { parseConfig } from "@mega/installation";
import { expect, test } from "vitest";
import { brokerTarget } from "./broker-target.ts";

const installation = parseConfig(
  `
version: 1
building: { name: House }
gateway: { model: MEGA16, mac: "e8:9f:6d:76:65:c4" }
mqtt:
  brokers:
    - { id: flespi, url: "mqtts://mqtt.example:8883", password: "kept-password" }
meters:
  - id: water
    profile: mqtt-mega
    mqtt: { broker: flespi, mac: 94b555892584, token: "token-of-water" }
`,
  "test",
);

test("a kept password and the first token go to the saved address", () => {
  const request = { url: "mqtts://MQTT.example", password: SECRET_KEPT, brokerId: "flespi" };
  expect(brokerTarget(request, installation)).toEqual({
    host: "MQTT.example",
    port: 8883,
    tls: true,
    user: "token-of-water",
    password: "kept-password",
  });
});

test.each(["mqtts://thief.example:8883", "mqtts://mqtt.example:8884", "mqtt://mqtt.example:8883"])(
  "a kept password never goes to %s",
  (url) => {
    const request = { url, password: SECRET_KEPT, brokerId: "flespi" };
    expect(() => brokerTarget(request, installation)).toThrow(
      expect.objectContaining({ code: "REQUEST_INVALID" }),
    );
    expect(brokerTarget({ url, brokerId: "flespi" }, installation).user).toBeUndefined();
  },
);

test("what stands in the form is taken as it is", () => {
  const request = { url: "mqtt://[::1]", user: "me", password: "typed", brokerId: "flespi" };
  expect(brokerTarget(request, installation)).toEqual({
    host: "::1",
    port: 1883,
    tls: false,
    user: "me",
    password: "typed",
  });
});
