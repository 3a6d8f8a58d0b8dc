/** What the server counts since it was started, for Prometheus. Labels come from closed sets only. */

import type { Family } from "@mega/http";

const families = {
  requests: {
    name: "mega_server_requests_total",
    help: "Requests by the class of their answer.",
    label: "status",
  },
  refusals: {
    name: "mega_server_refusals_total",
    help: "Refusals and failures by code.",
    label: "code",
  },
  connectionsRefused: {
    name: "mega_server_connections_refused_total",
    help: "Connections closed at once: too many in all, or of one address.",
    label: "limit",
  },
  commands: {
    name: "mega_server_commands_total",
    help: "Commands to gateways by what became of them.",
    label: "step",
  },
  enrolments: {
    name: "mega_server_enrolments_total",
    help: "Enrolments by what became of them.",
    label: "step",
  },
  pipe: {
    name: "mega_server_pipe_messages_total",
    help: "Messages over the pipe by what became of them.",
    label: "outcome",
  },
} as const;

/** A figure that is counted. */
export type CounterName = keyof typeof families;

/** Counts; a figure that was never counted has no line. */
export class Counters {
  readonly #counts = new Map<CounterName, Map<string, number>>();

  /** One more. `label`: from a closed set, such as a code. */
  count(counter: CounterName, label: string): void {
    const of = this.#counts.get(counter) ?? new Map<string, number>();
    of.set(label, (of.get(label) ?? 0) + 1);
    this.#counts.set(counter, of);
  }

  /** What was counted so far. */
  families(): readonly Family[] {
    return Object.entries(families).map(([counter, { name, help, label }]) => ({
      kind: "counter",
      name,
      help,
      samples: [...(this.#counts.get(counter as CounterName) ?? [])].map(([value, count]) => ({
        labels: { [label]: value },
        value: String(count),
      })),
    }));
  }
}
