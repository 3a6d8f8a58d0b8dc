/** Instants in mails are told in this zone: people have no other one at the server. */
export const MAIL_TIME_ZONE = "Europe/Brussels";
