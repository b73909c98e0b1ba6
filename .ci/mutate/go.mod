module github.com/openbadges-go/openbadges/.ci/mutate

go 1.26
