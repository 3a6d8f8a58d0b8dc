/**
 * The oldest browsers that know light-dark(), :has() and popovers; older ones would need copies of
 * every colour.
 */
export const browsers = ["chrome123", "firefox125", "safari17.5"];
