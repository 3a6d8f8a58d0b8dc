/** What a page may bring: its own files and nothing from elsewhere. */

/** The policy of every answer, in the form that the plugin for security headers takes. */
export const CONTENT_POLICY = {
  useDefaults: false,
  directives: {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  },
} as const;
