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
    greeting: "Server’s greeting",
    "mail-from": "Sender",
    rcpt: "Recipient",
    data: "Test message",
  },
  facts: {
    server: "Server",
    certificate: "Certificate",
  },
  advice: {
    "check-host": "Check the server's name and the network's DNS.",
    "check-port": "The server does not answer on this port: check the port and the firewall.",
    "check-login": "Check user name and password.",
    "check-tls-mode":
      "The server does not encrypt this way on this port: try STARTTLS with 587 or TLS with 465.",
    "check-certificate":
      "The server’s certificate is not valid for this name: check the server’s name and the gateway’s clock.",
    "check-smtp-server": "What answers on this port takes no mail: check the server and the port.",
    "check-sender": "The server refuses this sender: use the address of the account.",
    "check-recipient": "The server refuses address 1: check it.",
    "check-mailbox-full": "The mailbox of address 1 is full or closed at the moment.",
    "check-mail-limits": "The server refuses the message: read its answer; size, quota or filter.",
    "try-again": "The server is busy or hung up: try again in a few minutes.",
  },
};
