/**
 * The configuration over the interface: what is in force, saving, checking, revisions, files in and
 * out. A configuration crosses as the document of gateway-config.ts; its secrets never do.
 */

import { type Static, Type } from "typebox";
import { Instant, Language, orNull, strict } from "../scalars.ts";

/**
 * What stands in a document where a secret is stored. Sent back, it keeps the stored secret of the
 * same place; a text of its own replaces it, and a key left out removes it.
 */
export const SECRET_KEPT = "(secret kept)";

/** Bytes of a request that carries a configuration. */
export const CONFIGURATION_BYTES_MAX = 1_000_000;
/** Revisions that a list shows. */
export const REVISIONS_SHOWN_MAX = 100;

/** A configuration document. Checked by rules of its own, so that every fault is named at once. */
export const ConfigurationDocument = Type.Record(Type.String(), Type.Unknown(), {
  description: "A configuration as docs/reference/config.md describes it.",
});
export type ConfigurationDocument = Static<typeof ConfigurationDocument>;

/** Where a revision came from. */
export const RevisionCause = Type.Enum(["page", "file", "import", "restore", "machine", "server"], {
  description:
    "page, file of the start, import, restore of a revision, the mega command, a command of the server.",
});
export type RevisionCause = Static<typeof RevisionCause>;

/** A revision without its document. */
export const RevisionInfo = strict(
  {
    revision: Type.Integer({ minimum: 0, description: "0 before anything was saved." }),
    savedAt: orNull(Instant),
    savedBy: Type.String({ maxLength: 64 }),
    cause: RevisionCause,
  },
  "Who saved a revision, when and how.",
);
export type RevisionInfo = Static<typeof RevisionInfo>;

/** A revision with its document; secrets stand as SECRET_KEPT. */
export const Revision = strict(
  {
    ...RevisionInfo.properties,
    configuration: ConfigurationDocument,
    secretsSet: Type.Array(Type.String(), {
      maxItems: 512,
      description: "JSON pointers of the places that have a secret.",
    }),
  },
  "A revision of the configuration.",
);
export type Revision = Static<typeof Revision>;

/** GET /configuration/revisions: newest first. */
export const RevisionList = strict(
  { revisions: Type.Array(RevisionInfo, { maxItems: REVISIONS_SHOWN_MAX }) },
  "The newest revisions.",
);
export type RevisionList = Static<typeof RevisionList>;

/** A place that differs. */
export const ConfigurationChange = strict(
  {
    place: Type.String({
      description: 'By names, not by order: "/channels[no=3]/name", "/meters[id=m1]".',
    }),
    before: Type.Unknown({ description: "Null where there was nothing; secrets masked." }),
    after: Type.Unknown({ description: "Null where nothing is left; secrets masked." }),
  },
  "One difference between two configurations.",
);
export type ConfigurationChange = Static<typeof ConfigurationChange>;

const changes = Type.Array(ConfigurationChange, {
  maxItems: 1000,
  description: "Differences, in the order of the document; the first thousand.",
});

/** A fault of a document. */
export const ConfigurationFault = strict(
  {
    pointer: Type.String({ description: 'JSON pointer into the document: "/channels/2/name".' }),
    line: orNull(Type.Integer({ minimum: 1, description: "Line of an imported text." })),
    code: Type.String({ description: "One of `configFaultCodes`; pages translate it." }),
    params: Type.Record(Type.String(), Type.Unknown(), {
      description: "What the sentence of the code needs; value and allowed in English always.",
    }),
  },
  "A place that is refused.",
);
export type ConfigurationFault = Static<typeof ConfigurationFault>;

/** PUT /configuration, and a revision put back into force. */
export const SaveAnswer = strict({ ...RevisionInfo.properties, changes }, "What was saved.");
export type SaveAnswer = Static<typeof SaveAnswer>;

/** POST /configuration/check. */
export const CheckAnswer = strict(
  { faults: Type.Array(ConfigurationFault, { maxItems: 100 }), changes },
  "What saving this would meet and change.",
);
export type CheckAnswer = Static<typeof CheckAnswer>;

/** Query of what a proposal may accompany: its secrets stand for SECRET_KEPT. */
export const ProposalQuery = strict(
  {
    proposal: Type.Optional(
      Type.String({
        pattern: "^[0-9a-f]{32}$",
        description: "Name of a proposal of an import or a restore, good for 15 minutes.",
      }),
    ),
  },
  "The proposal that the document comes from.",
);
export type ProposalQuery = Static<typeof ProposalQuery>;

/** POST /configuration/import. */
export const ImportRequest = strict(
  {
    format: Type.Enum(["yaml", "rows"], {
      description: "A whole configuration, or rows of channels with ; , or tabs.",
    }),
    text: Type.String({ maxLength: CONFIGURATION_BYTES_MAX }),
  },
  "A text that a configuration is made from.",
);
export type ImportRequest = Static<typeof ImportRequest>;

/** Answer of an import and of a restore: nothing is changed yet. */
export const Proposal = strict(
  {
    proposal: orNull(Type.String({ description: "Its name, for saving it; null when refused." })),
    configuration: orNull(ConfigurationDocument),
    faults: Type.Array(ConfigurationFault, { maxItems: 100 }),
    changes,
  },
  "What the configuration would be.",
);
export type Proposal = Static<typeof Proposal>;

/** Characters of a passphrase. */
const passphrase = Type.String({ minLength: 12, maxLength: 256 });

/** POST /configuration/backup. */
export const BackupRequest = strict(
  { passphrase },
  "What the secrets of the file are sealed with.",
);
export type BackupRequest = Static<typeof BackupRequest>;

/** POST /configuration/restore. */
export const RestoreRequest = strict(
  { file: Type.String({ maxLength: CONFIGURATION_BYTES_MAX }), passphrase },
  "A backup and its passphrase.",
);
export type RestoreRequest = Static<typeof RestoreRequest>;

/** Parameter of one revision. */
export const RevisionPath = strict(
  { revision: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }) },
  "A revision by its number.",
);

/** GET /configuration/print.pdf. */
export const PrintQuery = strict(
  {
    language: Type.Optional(Language),
    sheet: Type.Optional(
      Type.String({
        pattern: "^[0-9a-f]{32}$",
        description: "Puts the restore token on it that was made with this name just before.",
      }),
    ),
  },
  "Language of the print, the gateway's when left out; and whether it carries a token.",
);
export type PrintQuery = Static<typeof PrintQuery>;

/** GET /configuration/export.csv. */
export const RowsQuery = strict(
  {
    dialect: Type.Optional(Type.Enum(["rfc4180", "excel-be"], { description: "rfc4180." })),
    language: Type.Optional(
      Type.Enum(["fr", "nl", "de", "en"], { description: "Language of the heads." }),
    ),
  },
  "How the rows are written.",
);
export type RowsQuery = Static<typeof RowsQuery>;
