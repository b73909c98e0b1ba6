package ld

// vetted are the SHA-256 hashes of supplied contexts that this module ships, in
// package edubadges. For a document with these contexts the walk alone makes the
// statements, because tests compare it with expansion. A context of any other
// content is expanded as well.
var vetted = map[string]bool{
	"10afa9100846108cb14997b580374c1b168b5d7ee0e2c476bcf574c2715a84df": true, // extensions:LanguageExtension
	"522202126afb19de12d16d0fecd964d8406fc9b56767154786d59e139551cc0a": true, // extensions:ECTSExtension
	"40917ad79760b6dc02e489d5096fb19f15b46f1788368b0588e81fcba68df917": true, // extensions:EQFExtension
	"d12512fc10731c7e6ac99fce1bb5f8350a103b0e55d7013a82195063a2a738c0": true, // extensions:LearningOutcomeExtension
	"cc583ce642306e64ee1601a6f81f7c66b718628124e8460d3e9b07048b2ca58f": true, // extensions:EducationProgramIdentifierExtension
	"39ac727f8006b1fc5ef05aff468aac136d271f6fa226dcd6e0e40283d84676d5": true, // extensions:StudyLoadExtension
	"3c7c98662fb62f0a49829f6bac34203d7c7367066840c277ea06f9a5dd100b7f": true, // extensions:TimeInvestmentExtension
	"cff089fbf67a2f7386b5abf02fdc417bbc7abfe94461f262664144b3fbc9bdcd": true, // extensions:GradingTableExtension
	"8ce7550ad7bfca4e11e7a2b4c0dceb3ea15c0631483219179c90f33984f6c7a6": true, // extensions:InstitutionIdentifierExtension
	"7f265d8ec93a4ebe1e595034bf8e81c40356bc23b579a520727762025bc78851": true, // extensions:InstitutionNameExtension
	"7ea54e778036188b474a5f76b2e81f7dcbdc231df23facf9c242389cbd2964b8": true, // extensions:InstitutionCountryExtension
	"79150790cbf19e41f973a16a7948e257df5450cd1f5d96fd9df3ed65bc1e99f9": true, // extensions:RecipientProfile
	"34bdccc854fe071012d108d07ed56255eb5adddb381dfd87584cab2c86b709be": true, // EducredentialAchievement
}
