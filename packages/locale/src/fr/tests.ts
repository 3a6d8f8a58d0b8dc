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
    "time-answer": "Réponse",
    stratum: "Strate",
    offset: "Écart",
    "system-clock": "Horloge du système",
    subscribe: "Abonnement",
    publish: "Message aller-retour",
    unsubscribe: "Fin d’abonnement",
    resolve: "Nom d’hôte",
    connect: "Connexion TCP",
    tls: "TLS",
    login: "Accès",
    greeting: "Accueil du serveur",
    "mail-from": "Expéditeur",
    rcpt: "Destinataire",
    data: "Message d’essai",
  },
  facts: {
    offset: "Écart",
    certificateUntil: "Certificat jusqu’au",
    server: "Serveur",
    certificate: "Certificat",
  },
  advice: {
    "check-udp-123":
      "Le serveur de temps ne répond pas : vérifiez Internet et ouvrez le port UDP 123.",
    "check-time-servers": "Ce serveur de temps ne peut pas servir : essayez-en un autre.",
    "check-time-kiss": "Ce serveur de temps ne veut plus de questions : prenez-en un autre.",
    "check-system-time":
      "L’horloge de la passerelle est fausse : activez la synchronisation du système.",
    "check-broker-tls": "Pas de TLS sur ce port : essayez mqtt:// ou un autre port.",
    "check-broker-trust": "Le certificat ne vient d’aucune autorité connue de la passerelle.",
    "check-broker-expired":
      "Le certificat n’est pas valable à cette date : vérifiez-le, et l’heure de la passerelle.",
    "check-broker-name":
      "Le certificat est établi pour un autre nom : vérifiez le nom du courtier.",
    "check-broker-protocol":
      "Ce qui répond sur ce port ne parle pas MQTT ou a coupé : vérifiez le port.",
    "check-broker-topic":
      "Cet accès ne peut pas écrire ou lire sous mega/test/ : vérifiez ses droits.",
    "check-host": "Vérifiez le nom du serveur et le DNS du réseau.",
    "check-port": "Le serveur ne répond pas sur ce port : vérifiez le port et le pare-feu.",
    "check-login": "Vérifiez l’utilisateur et le mot de passe.",
    "check-tls-mode":
      "Le serveur ne chiffre pas ainsi sur ce port : essayez STARTTLS avec 587 ou TLS avec 465.",
    "check-certificate":
      "Le certificat du serveur n’est pas valable pour ce nom : vérifiez le nom du serveur et l’heure de la passerelle.",
    "check-smtp-server":
      "Ce qui répond sur ce port n’accueille pas d’e-mails : vérifiez le serveur et le port.",
    "check-sender": "Le serveur refuse cet expéditeur : utilisez l’adresse du compte.",
    "check-recipient": "Le serveur refuse l’adresse 1 : vérifiez-la.",
    "check-mailbox-full": "La boîte de l’adresse 1 est pleine ou fermée pour l’instant.",
    "check-mail-limits":
      "Le serveur refuse le message : lisez sa réponse ; taille, quota ou filtre.",
    "try-again": "Le serveur est occupé ou a coupé : réessayez dans quelques minutes.",
  },
};
