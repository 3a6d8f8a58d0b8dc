/** For mails about no building, or about one whose zone has not come. */
export const MAIL_TIME_ZONE = "Europe/Brussels";
