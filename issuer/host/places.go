package host

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
)

// placesOf names the note of the taken places of a status list: one bit per
// place.
func placesOf(name string) string { return "places of " + name }

func damaged(list string) error {
	return fmt.Errorf("host: the note of taken places of %.64q is damaged; restore it, since a new one would give places to two badges", list)
}

// takePlaces notes up to n free places of a list as taken and returns them.
// They are fewer if the list is full.
func (h *Host) takePlaces(ctx context.Context, list string, n int) (places []int, err error) {
	name, err := h.nameOf(list)
	if err != nil || n <= 0 {
		return nil, err
	}
	err = h.store.Change(ctx, placesOf(name), func(old Page, found bool) (Page, error) {
		taken := old.Body
		switch {
		case !found:
			taken = make([]byte, listPlaces/8)
		case len(taken) != listPlaces/8:
			return Page{}, damaged(list)
		}
		if places = drawPlaces(taken, n); len(places) == 0 {
			return Page{}, errUnchanged
		}
		return Page{Type: "application/octet-stream", Body: taken}, nil
	})
	switch {
	case errors.Is(err, errUnchanged):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return places, nil
}

// drawPlaces sets n random free bits and returns their numbers.
func drawPlaces(taken []byte, n int) []int {
	var seed [32]byte
	crand.Read(seed[:]) // never fails
	random := rand.New(rand.NewChaCha8(seed))
	free := listPlaces
	for _, b := range taken {
		free -= bits.OnesCount8(b)
	}
	n = min(n, free)
	places := make([]int, 0, n)
	take := func(place int) {
		taken[place/8] |= 1 << (place % 8)
		places = append(places, place)
	}
	// While most places are free, a random one soon is.
	for ; len(places) < n && free > listPlaces/4; free-- {
		place := random.IntN(listPlaces)
		for taken[place/8]&(1<<(place%8)) != 0 {
			place = random.IntN(listPlaces)
		}
		take(place)
	}
	if len(places) == n {
		return places
	}
	var left []int
	for place := range listPlaces {
		if taken[place/8]&(1<<(place%8)) == 0 {
			left = append(left, place)
		}
	}
	random.Shuffle(len(left), func(a, b int) { left[a], left[b] = left[b], left[a] })
	for _, place := range left[:n-len(places)] {
		take(place)
	}
	return places
}
