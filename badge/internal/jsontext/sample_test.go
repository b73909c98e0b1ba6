package jsontext_test

// simpleBadge is a small credential with a proof.
const simpleBadge = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "https://badges.example/credentials/7f1c",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Knots and Splices",
  "issuer": {"id": "https://badges.example/issuers/harbour", "type": ["Profile"], "name": "Harbour School"},
  "validFrom": "2026-03-01T09:00:00Z",
  "credentialSubject": {
    "id": "did:example:sailor-21",
    "type": ["AchievementSubject"],
    "achievement": {
      "id": "https://badges.example/achievements/knots",
      "type": ["Achievement"],
      "name": "Knots and Splices",
      "description": "Ties ten knots and makes two splices under supervision",
      "criteria": {"narrative": "Shown on board, twice, with wet rope"}
    }
  },
  "proof": [{
    "type": "DataIntegrityProof",
    "created": "2026-03-01T09:00:01Z",
    "verificationMethod": "https://badges.example/issuers/harbour#key-1",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
    "proofValue": "z2mJYVn5nSzU9kAqNQ6dYxgJtK4vD1fQ3pXcR7wB8eLhT5uGiMZoEyWsCbPrHkFjAxVd6N1q"
  }]
}
`

// typicalBadge has alignments, results, an address, evidence, escapes and
// text beyond ASCII.
const typicalBadge = `{
  "@context": [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
  ],
  "id": "urn:uuid:1d2f41d2-6a3c-4c2e-9a61-0c5b4c1e9d10",
  "type": ["VerifiableCredential", "AchievementCredential"],
  "name": "Werken met g\u00eft en gas \ud83e\uddea",
  "description": "Volgde de cursus \"Veilig werken\" in het laboratorium; vijf dagdelen, één toets.",
  "image": {"id": "https://badges.example/img/lab.png", "type": "Image", "caption": "Een kolf met een vlam eronder"},
  "awardedDate": "2026-02-27T15:30:00+01:00",
  "validFrom": "2026-03-01T00:00:00Z",
  "validUntil": "2029-03-01T00:00:00Z",
  "issuer": {
    "id": "did:web:hogeschool.example:issuers:lab",
    "type": ["Profile"],
    "name": "Hogeschool aan de Vliet",
    "url": "https://hogeschool.example/",
    "email": "badges@hogeschool.example",
    "address": {
      "type": ["Address"],
      "addressCountry": "NL",
      "addressCountryCode": "NL",
      "streetAddress": "Vlietkade 12",
      "postalCode": "2500 AA",
      "geo": {"type": "GeoCoordinates", "latitude": 52.0705, "longitude": 4.3007}
    },
    "otherIdentifier": [
      {"type": "IdentifierEntry", "identifier": "0123456789", "identifierType": "identifier"}
    ]
  },
  "credentialSubject": {
    "id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    "type": ["AchievementSubject"],
    "activityStartDate": "2026-01-12T08:30:00Z",
    "activityEndDate": "2026-02-20T16:00:00Z",
    "creditsEarned": 1.5,
    "achievement": {
      "id": "https://hogeschool.example/achievements/lab-safety",
      "type": ["Achievement"],
      "achievementType": "MicroCredential",
      "name": "Laboratory safety",
      "description": "Handles gases, solvents and waste without danger to anyone.",
      "inLanguage": "nl-NL",
      "humanCode": "LAB-107",
      "fieldOfStudy": "Chemistry",
      "creditsAvailable": 1.5,
      "tag": ["safety", "laboratory", "gas", "waste"],
      "criteria": {
        "id": "https://hogeschool.example/achievements/lab-safety/criteria",
        "narrative": "Attends **five** half days.\nPasses the test with at least 80 %.\nClears one spill."
      },
      "alignment": [
        {"type": ["Alignment"], "targetCode": "0531", "targetName": "Chemistry", "targetFramework": "ISCED-F",
         "targetType": "ext:ISCED", "targetUrl": "https://ec.example/isced/0531"},
        {"type": ["Alignment"], "targetCode": "EQF-5", "targetName": "Level five", "targetFramework": "EQF",
         "targetType": "ext:EQF", "targetUrl": "https://ec.example/eqf/5"}
      ],
      "resultDescription": [
        {"id": "urn:uuid:9c1e0000-0000-4000-8000-000000000001", "type": ["ResultDescription"], "name": "Test",
         "resultType": "Percent", "valueMin": "0", "valueMax": "100", "requiredValue": "80"}
      ]
    },
    "result": [
      {"type": ["Result"], "resultDescription": "urn:uuid:9c1e0000-0000-4000-8000-000000000001", "value": "91"}
    ]
  },
  "evidence": [
    {"id": "https://hogeschool.example/evidence/77", "type": ["Evidence"], "name": "Spill drill",
     "narrative": "Video of the drill, 4 minutes", "genre": "video"}
  ],
  "credentialStatus": {"id": "https://hogeschool.example/status/3#94567", "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation", "statusListIndex": "94567",
    "statusListCredential": "https://hogeschool.example/status/3"}
}
`
