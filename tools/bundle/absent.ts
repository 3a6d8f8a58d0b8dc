// Stands in the bundle for packages that nothing calls.

export default undefined;
