/** The operations of people: each runs in one transaction in the name of who asks. */

import type {
  AccountsQuery,
  HourlyChoice,
  MeChange,
  NewPortalAccount,
  NewRight,
  NewStay,
  PortalAccountChange,
  ResetNoted,
  RightPath,
  StayChange,
  StayPath,
} from "@mega/contract";
import type { FastifyRequest } from "fastify";
import type { ServerAccess } from "../access/server-access.ts";
import type { Transaction } from "../database/server-database.ts";
import { addAccount, changeAccount, listAccounts, removeFactor } from "./accounts.ts";
import { inviteAgain } from "./invite-again.ts";
import { changeMe, chooseHourly, readMe } from "./me.ts";
import { type Doing, doingOf } from "./portal-request.ts";
import { endRight, giveRight, listRights } from "./rights.ts";
import { changeStay, giveStay, listStays } from "./stays.ts";

/** The handlers of accounts, rights and stays. */
export function peopleHandlers({ database, clock }: ServerAccess) {
  const doing = <Result>(
    request: FastifyRequest,
    work: (tx: Transaction, doing: Doing) => Promise<Result>,
  ): Promise<Result> => {
    const who = doingOf(request, clock.nowMs());
    return database.as(who.identity, (tx) => work(tx, who));
  };
  return {
    me: (request: FastifyRequest) =>
      doing(request, (tx, { identity }) => readMe(tx, identity.accountId)),
    changeMe: (request: FastifyRequest) =>
      doing(request, async (tx, { identity }) => {
        await tx.become({ kind: "job" });
        await changeMe(tx, identity.accountId, request.body as MeChange);
        await tx.become(identity);
        return readMe(tx, identity.accountId);
      }),
    chooseHourly: (request: FastifyRequest) =>
      doing(request, async (tx, who) => {
        await tx.become({ kind: "job" });
        await chooseHourly(tx, who, (request.body as HourlyChoice).allowed);
        await tx.become(who.identity);
        return readMe(tx, who.identity.accountId);
      }),
    accounts: (request: FastifyRequest) =>
      doing(request, async (tx) => {
        const { after = "" } = request.query as AccountsQuery;
        return { accounts: await listAccounts(tx, after) };
      }),
    addAccount: (request: FastifyRequest) =>
      doing(request, (tx, who) => addAccount(tx, who, request.body as NewPortalAccount)),
    changeAccount: (request: FastifyRequest) =>
      doing(request, (tx, who) => {
        const { disabled } = request.body as PortalAccountChange;
        return changeAccount(tx, who, { accountId: accountIn(request), disabled });
      }),
    inviteAgain: (request: FastifyRequest) =>
      doing(request, async (tx, who): Promise<ResetNoted> => {
        await inviteAgain(tx, who, accountIn(request));
        return { noted: true };
      }),
    removeFactor: (request: FastifyRequest) =>
      doing(request, (tx, who) => removeFactor(tx, who, accountIn(request))),
    rights: (request: FastifyRequest) =>
      doing(request, (tx) => listRights(tx, (request.params as BuildingNumber).buildingId)),
    giveRight: (request: FastifyRequest) =>
      doing(request, (tx, who) => {
        const { buildingId } = request.params as BuildingNumber;
        return giveRight(tx, who, { ...(request.body as NewRight), buildingId });
      }),
    endRight: (request: FastifyRequest) =>
      doing(request, (tx, who) => endRight(tx, who, request.params as RightPath)),
    stays: (request: FastifyRequest) =>
      doing(request, (tx) => listStays(tx, (request.params as GatewayNumber).gatewayId)),
    giveStay: (request: FastifyRequest) =>
      doing(request, (tx, who) => {
        const { gatewayId } = request.params as GatewayNumber;
        return giveStay(tx, who, gatewayId, request.body as NewStay);
      }),
    changeStay: (request: FastifyRequest) =>
      doing(request, (tx, who) => {
        const { to } = request.body as StayChange;
        return changeStay(tx, who, { ...(request.params as StayPath), to });
      }),
  };
}

type BuildingNumber = Pick<RightPath, "buildingId">;
type GatewayNumber = Pick<StayPath, "gatewayId">;

function accountIn(request: FastifyRequest): number {
  return (request.params as Pick<RightPath, "accountId">).accountId;
}
