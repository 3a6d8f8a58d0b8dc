/** Test boxes: their states, and the steps, facts and advice that reports name. */
export const tests = {
  never: "Never tested",
  running: "Test running",
  passed: "Passed",
  failed: "Failed",
  stop: "Stop",
  toCheck: "What to check:",
  stepsOf: "Steps of the test",
  skipped: "not done",
  testedAt: (at: string, took: string) => `tested on ${at}, took ${took}`,
  stepStates: { ok: "passed", failed: "failed", skipped: "not done" },
  steps: {
    resolve: "Host name",
    connect: "TCP connection",
    tls: "TLS",
    login: "Login",
  },
  facts: {
    server: "Server",
    certificate: "Certificate",
  },
  advice: {
    "check-host": "Check the server's name and the network's DNS.",
    "check-port": "The server does not answer on this port: check the port and the firewall.",
    "check-login": "Check user name and password.",
  },
};
