/** What the portal asks about logins, invitations and the own account. */

import type {
  FactorSet,
  FactorSetup,
  HourlyChoice,
  Me,
  MeChange,
  PortalInvitation,
  PortalPasswordChange,
  PortalSession,
  ResetNoted,
} from "@mega/contract";
import { ask } from "../../api/request.ts";

/** Where the portal's interface begins; the same as the contract's. */
export const PORTAL_PREFIX = "/portal/v1";

export const fetchSession = () => ask<PortalSession>("/session");

export const postSession = (email: string, password: string) =>
  ask<PortalSession>("/session", { method: "POST", body: { email, password } });

export const deleteSession = () => ask<PortalSession>("/session", { method: "DELETE" });

export const giveFactor = (code: string) =>
  ask<PortalSession>("/session/second-factor", { method: "POST", body: { code } });

export const postConfirmation = (password: string) =>
  ask<PortalSession>("/session/confirmation", { method: "POST", body: { password } });

export const changePassword = (body: PortalPasswordChange) =>
  ask<PortalSession>("/session/password", { method: "PUT", body });

export const endOtherSessions = () => ask<PortalSession>("/session/others", { method: "DELETE" });

export const beginFactor = () => ask<FactorSetup>("/second-factor", { method: "POST" });

export const setFactor = (code: string) =>
  ask<FactorSet>("/second-factor", { method: "PUT", body: { code } });

export const askReset = (email: string) =>
  ask<ResetNoted>("/password-resets", { method: "POST", body: { email } });

export const fetchInvitation = (word: string) =>
  ask<PortalInvitation>("/invitations", { method: "POST", body: { word } });

export const acceptInvitation = (word: string, password: string) =>
  ask<PortalSession>("/invitations/acceptance", { method: "POST", body: { word, password } });

export const changeMe = (body: MeChange) => ask<Me>("/me", { method: "PUT", body });

export const chooseHourly = (body: HourlyChoice) => ask<Me>("/me/hourly", { method: "PUT", body });
