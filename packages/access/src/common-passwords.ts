/**
 * Words that passwords are often made of, in the languages of the pages and in English: compared in
 * small letters, without accents, digits and signs. Names of people, months, animals, teams, towns
 * and keys of the keyboard that people fall back on, and words of this trade.
 */

const words = `
password passwort passwoord wachtwoord motdepasse mdp pass passe passphrase contrasena parola senha
secret secreta geheim geheimnis confidentiel hidden private prive privat mystere
admin administrator administrateur beheerder verwalter root superuser user gebruiker utilisateur
benutzer guest gast invite login logon signin account konto compte test tester testing demo default
standard changeme change letmein openup open sesame welcome welkom willkommen bienvenue hello hallo
bonjour salut hey goodbye adieu tschuess please merci danke bedankt thankyou iloveyou loveyou
jetaime ichliebedich ikhouvanjou love liebe liefde amour lover darling cherie schatz schatje honey
sweet baby bebe princess prinzessin prinses princesse queen king koning konig roi prince angel engel
ange devil teufel duivel diable heaven himmel hemel ciel jesus christ god gott dieu bible
monkey affe aap singe dragon drache draak dog hund hond chien puppy cat katze kat chat kitty tiger
tigre lion lowe leeuw bear bar beer ours wolf loup eagle adler aigle horse pferd paard cheval rabbit
konijn lapin hase mouse souris maus butterfly schmetterling vlinder papillon dolphin delfin dauphin
sunshine sonnenschein zonneschijn soleil sonne zon moon mond maan lune star stern ster etoile
flower blume bloem fleur rose daisy summer sommer zomer ete winter hiver spring fruhling lente
printemps autumn herbst herfst automne january januar januari janvier february februar februari
fevrier march marz maart mars april avril may mai mei june juni juin july juli juillet august
augustus aout september septembre october oktober octobre november novembre december dezember
decembre monday montag maandag lundi friday freitag vrijdag vendredi saturday samstag zaterdag samedi
sunday sonntag zondag dimanche
football fussball voetbal foot soccer baseball basketball hockey tennis cycling velo fiets fahrrad
anderlecht brugge standard genk gent antwerp charleroi liege ajax feyenoord psv bayern dortmund
schalke arsenal chelsea liverpool manchester united barcelona real madrid juventus psg marseille
superman batman spiderman ironman starwars jedi vader pokemon pikachu minecraft fortnite roblox mario
zelda matrix hunter ranger killer ninja pirate master meister boss chef patron freedom freiheit
vrijheid liberte power shadow ghost phoenix thunder lightning donner blitz fire feuer vuur feu water
eau wasser ice eis gold silver argent diamond platinum money geld lucky happy smile cookie chocolate
cheese banana apple orange lemon pepper ginger coffee kaffee koffie beer bier wine wein wijn
michael jennifer jessica ashley daniel thomas charlie andrew robert michelle nicole matthew joshua
amanda samantha alexander alexandre anthony william jordan george jean marie pierre jacques sophie
julie nicolas laurent isabelle nathalie philippe francois jan piet kees willem anna emma lisa lotte
thijs sven hans peter klaus heinz ursula sabine martin stefan andreas
brussels bruxelles brussel antwerpen gand gent amsterdam rotterdam berlin hamburg munchen koln paris
lyon london belgium belgique belgie belgien holland nederland france deutschland germany europe
europa computer ordinateur rechner internet google facebook youtube instagram whatsapp twitter
microsoft windows apple android iphone samsung nokia linux ubuntu debian raspberry raspberrypi arduino
server gateway passerelle router modem network netzwerk netwerk reseau wifi wlan
mega megaadmin adminmega meter compteur teller zahler energy energie electricity electricite
elektriciteit strom stroom gas gaz heat chaleur warmte warme modbus kamstrup eastron schneider siemens
building batiment gebouw gebaude residence residentie immeuble apartment appartement wohnung syndic
syndicus verwaltung gestionnaire manager owner eigenaar eigentumer proprietaire tenant huurder mieter
locataire installer installateur integrator integrateur technician monteur electrician electricien
qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm wxcvbn
yxcvbnm abc abcd abcdef qazwsx qazwsxedc aqwzsx trustno nothing whatever rien niets nichts forever
toujours immer altijd family familie famille mother mutter moeder maman father vater vader papa
school ecole schule work travail arbeit werk office kantoor buro bureau company bedrijf firma
`;

/** Every word once. */
export const commonWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
