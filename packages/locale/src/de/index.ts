import { accounts } from "./accounts.ts";
import { audit } from "./audit.ts";
import { bus } from "./bus.ts";
import { cabinet } from "./cabinet.ts";
import { channel } from "./channel.ts";
import { channelRows } from "./channel-rows.ts";
import { claim } from "./claim.ts";
import { config } from "./config.ts";
import { entered } from "./entered.ts";
import { exchange } from "./exchange.ts";
import { files } from "./files.ts";
import { first } from "./first.ts";
import { mail } from "./mail.ts";
import { network } from "./network.ts";
import { period } from "./period.ts";
import { publish } from "./publish.ts";
import { quarantine } from "./quarantine.ts";
import { restore } from "./restore.ts";
import { server } from "./server.ts";
import { setup } from "./setup.ts";
import { tenant } from "./tenant.ts";
import { tests } from "./tests.ts";
import { tunnel } from "./tunnel.ts";

export const de = {
  ...first,
  setup,
  accounts,
  audit,
  tenant,
  claim,
  config,
  bus,
  cabinet,
  channel,
  entered,
  exchange,
  period,
  publish,
  quarantine,
  restore,
  server,
  files,
  channelRows,
  mail,
  network,
  tests,
  tunnel,
};
