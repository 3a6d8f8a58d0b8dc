/** Test boxes: their states, and the steps, facts and advice that reports name. */
export const tests = {
  never: "Jamais testé",
  running: "Test en cours",
  passed: "Réussi",
  failed: "Échec",
  stop: "Arrêter",
  toCheck: "À vérifier :",
  stepsOf: "Étapes du test",
  skipped: "non fait",
  testedAt: (at: string, took: string) => `testé le ${at}, durée ${took}`,
  stepStates: { ok: "réussi", failed: "échec", skipped: "non fait" },
  steps: {
    resolve: "Nom d’hôte",
    connect: "Connexion TCP",
    tls: "TLS",
    login: "Accès",
  },
  facts: {
    server: "Serveur",
    certificate: "Certificat",
  },
  advice: {
    "check-host": "Vérifiez le nom du serveur et le DNS du réseau.",
    "check-port": "Le serveur ne répond pas sur ce port : vérifiez le port et le pare-feu.",
    "check-login": "Vérifiez l’utilisateur et le mot de passe.",
  },
};
